/// Dates of the proleptic Gregorian calendar as day numbers; day 0 is 1970-01-01.
enum CivilDate {
  private static let daysPerEra = 146_097
  /// The number of days from 0000-03-01, where the eras begin, to 1970-01-01.
  private static let eraStartToEpoch = 719_468

  /// Returns the day number of a date, or nil if the years 1 to 9999 have no such date.
  static func dayNumber(year: Int, month: Int, day: Int) -> Int? {
    guard year >= 1, year <= 9_999, month >= 1, month <= 12, day >= 1,
      day <= dayCount(year: year, month: month)
    else { return nil }
    // If the year begins in March, the leap day is its last day, and the other days keep their
    // numbers.
    let shifted = month <= 2 ? year &- 1 : year
    let era = shifted / 400
    let yearOfEra = shifted &- era &* 400
    let monthFromMarch = month > 2 ? month &- 3 : month &+ 9
    let dayOfYear = (153 &* monthFromMarch &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
    return era &* daysPerEra &+ dayOfEra &- eraStartToEpoch
  }

  /// Returns the date of a day number within the years 1 to 9999.
  static func date(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let days = dayNumber &+ eraStartToEpoch
    let era = days / daysPerEra
    let dayOfEra = days &- era &* daysPerEra
    let yearOfEra =
      (dayOfEra &- dayOfEra / 1_460 &+ dayOfEra / 36_524 &- dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
    let monthFromMarch = (5 &* dayOfYear &+ 2) / 153
    let day = dayOfYear &- (153 &* monthFromMarch &+ 2) / 5 &+ 1
    let month = monthFromMarch < 10 ? monthFromMarch &+ 3 : monthFromMarch &- 9
    return (yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0), month, day)
  }

  static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
