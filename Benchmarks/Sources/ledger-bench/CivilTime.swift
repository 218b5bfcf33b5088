/// Instants in the interchange format: `2024-01-31T08:15:00.250Z`. A fraction of zero is left out.
enum CivilTime {
  static let day: Int64 = 86_400_000

  /// Returns milliseconds since 1970, or nil if the text is malformed.
  static func milliseconds(_ text: Bytes) -> Int64? {
    guard let start = text.start, text.count == 20 || text.count == 24,
      start[text.count - 1] == UInt8(ascii: "Z")
    else { return nil }
    func number(_ from: Int, _ count: Int) -> Int64 {
      var value: Int64 = 0
      for index in from..<from + count { value = value &* 10 &+ Int64(start[index]) &- 48 }
      return value
    }
    let days = days(year: number(0, 4), month: number(5, 2), day: number(8, 2))
    let second = (number(11, 2) &* 60 &+ number(14, 2)) &* 60 &+ number(17, 2)
    let fraction = text.count == 24 ? number(20, 3) : 0
    return days &* day &+ second &* 1_000 &+ fraction
  }

  static func text(milliseconds: Int64) -> String {
    func padded(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let (year, month, dayOfMonth) = date(days: milliseconds / day)
    let inDay = milliseconds % day
    let second = inDay / 1_000
    let fraction = inDay % 1_000 == 0 ? "" : "." + padded(inDay % 1_000, 3)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))T"
      + "\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
      + "\(fraction)Z"
  }

  /// Returns days since 1970-01-01, after Howard Hinnant's `days_from_civil`.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * part + 2) / 5 + 1)
  }
}
