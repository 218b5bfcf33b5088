/// A day, week, month, quarter or year of the calendar. When it begins depends on the time zone: see
/// `ZonedCalendar`.
public struct CalendarPeriod: Hashable, Sendable, Encodable {
  /// Weeks begin on Monday, and belong to the year of their Thursday, as in ISO 8601.
  @nonexhaustive public enum Length: String, CaseIterable, Sendable, Encodable {
    case day, week, month, quarter, year
  }

  public let length: Length
  /// Days since 1970-01-01, weeks since the one that contains it, or months, quarters or years since
  /// the year 0.
  let number: Int

  init(_ length: Length, number: Int) {
    self.length = length
    self.number = number
  }

  /// The period that contains a day, which has a number as in `CivilDate`.
  init(_ length: Length, containingDay day: Int) {
    self.length = length
    switch length {
    case .day: number = day
    case .week: number = Self.floor(day + 3, 7)
    case .month, .quarter, .year:
      let date = CivilDate.date(dayNumber: day)
      number = Self.floor(date.year * 12 + date.month - 1, length.months)
    }
  }

  /// The period after this one.
  var next: CalendarPeriod { CalendarPeriod(length, number: number + 1) }

  /// The number of its first day; nil after the year 9999.
  var firstDay: Int? {
    switch length {
    case .day: number
    // 1970-01-01 was a Thursday.
    case .week: number * 7 - 3
    case .month, .quarter, .year:
      CivilDate.dayNumber(
        year: number * length.months / 12, month: number * length.months % 12 + 1, day: 1)
    }
  }

  /// The number of its first month, and of the month after its last one, for a month, quarter or
  /// year.
  var months: Range<Int> { number * length.months..<(number + 1) * length.months }

  /// The quotient, rounded down: what lies before 1970 also belongs to the period that contains it.
  static func floor(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : (number + 1) / divisor - 1
  }
}

extension CalendarPeriod.Length {
  /// How many months it has; 1 for shorter ones, which do not consist of months.
  var months: Int {
    switch self {
    case .day, .week, .month: 1
    case .quarter: 3
    case .year: 12
    }
  }
}

extension CalendarPeriod: Comparable {
  /// In order of time, for periods of the same length.
  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
}

extension CalendarPeriod: LosslessStringConvertible {
  /// Reads `2026-06-30`, `2026-06`, `2026-Q2` or `2026`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    func number(_ index: Int, _ digits: Int) -> Int? {
      let part = parts[index].utf8
      guard part.count == digits, part.allSatisfy({ $0 &- 48 <= 9 }) else { return nil }
      return Int(parts[index])
    }
    guard parts.count <= 3, let year = number(0, 4), year >= 1 else { return nil }
    if parts.count == 1 {
      self.init(.year, number: year)
    } else if parts.count == 2, parts[1].utf8.first == UInt8(ascii: "Q") {
      guard let quarter = Int(parts[1].dropFirst()), 1...4 ~= quarter, parts[1].utf8.count == 2
      else { return nil }
      self.init(.quarter, number: year * 4 + quarter - 1)
    } else {
      guard let month = number(1, 2), 1...12 ~= month else { return nil }
      guard parts.count == 3 else {
        self.init(.month, number: year * 12 + month - 1)
        return
      }
      guard let day = number(2, 2),
        let dayNumber = CivilDate.dayNumber(year: year, month: month, day: day)
      else { return nil }
      self.init(.day, number: dayNumber)
    }
  }

  /// `1998-06-30`, `1998-W27`, `1998-06`, `1998-Q2` or `1998`.
  public var description: String {
    switch length {
    case .day:
      let date = CivilDate.date(dayNumber: number)
      return Self.digits(date.year, 4) + "-" + Self.digits(date.month, 2) + "-"
        + Self.digits(date.day, 2)
    case .week:
      let thursday = number * 7
      let year = CivilDate.date(dayNumber: thursday).year
      let newYear = CivilDate.dayNumber(year: year, month: 1, day: 1) ?? thursday
      return Self.digits(year, 4) + "-W" + Self.digits((thursday - newYear) / 7 + 1, 2)
    case .month: return Self.digits(number / 12, 4) + "-" + Self.digits(number % 12 + 1, 2)
    case .quarter: return Self.digits(number / 4, 4) + "-Q\(number % 4 + 1)"
    case .year: return Self.digits(number, 4)
    }
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }
}
