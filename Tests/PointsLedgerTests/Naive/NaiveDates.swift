import PointsLedger

/// A day of the calendar, counted year by year and month by month from 1970.
private struct NaiveDay {
  var year = 1970
  var month = 1
  var day = 1

  init(year: Int, month: Int, day: Int) {
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The day so many days after 1970-01-01.
  init(_ days: Int) {
    var left = days
    while left < 0 {
      year -= 1
      left += Self.days(ofYear: year)
    }
    while left >= Self.days(ofYear: year) {
      left -= Self.days(ofYear: year)
      year += 1
    }
    while left >= Self.days(ofMonth: month, year) {
      left -= Self.days(ofMonth: month, year)
      month += 1
    }
    day = left + 1
  }

  /// How many days after 1970-01-01 it is.
  var days: Int {
    let years =
      year < 1970
      ? -(year..<1970).reduce(0) { $0 + Self.days(ofYear: $1) }
      : (1970..<year).reduce(0) { $0 + Self.days(ofYear: $1) }
    return years + (1..<month).reduce(0) { $0 + Self.days(ofMonth: $1, year) } + day - 1
  }

  var lastOfMonth: NaiveDay {
    NaiveDay(year: year, month: month, day: Self.days(ofMonth: month, year))
  }

  /// The same day so many months later, or the last of that month.
  func adding(months: Int) -> NaiveDay {
    var first = NaiveDay(year: year, month: month, day: 1)
    for _ in 0..<months {
      first.month += 1
      if first.month == 13 { (first.year, first.month) = (first.year + 1, 1) }
    }
    first.day = min(day, first.lastOfMonth.day)
    return first
  }

  private static func days(ofYear year: Int) -> Int {
    (1...12).reduce(0) { $0 + days(ofMonth: $1, year) }
  }

  private static func days(ofMonth month: Int, _ year: Int) -> Int {
    if month == 2 {
      if year % 400 == 0 { return 29 }
      if year % 100 == 0 { return 28 }
      return year % 4 == 0 ? 29 : 28
    }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

extension PostDate {
  /// The instant that a date in UTC means for what occurred then; nil after the year 9999.
  func naiveInstant(from occurred: Instant) -> Instant? {
    guard case .relative(let rule) = self else { return instant }
    let hour = 3_600_000
    let start = Int(occurred.milliseconds)
    var days = 0
    while days * 24 * hour > start { days -= 1 }
    while (days + 1) * 24 * hour <= start { days += 1 }
    var (time, date) = (start - days * 24 * hour, NaiveDay(days))
    switch rule.unit {
    case .minutes: time += rule.count * hour / 60
    case .hours: time += rule.count * hour
    case .days: date = NaiveDay(days + rule.count)
    case .weeks: date = NaiveDay(days + rule.count * 7)
    case .months: date = date.adding(months: rule.count)
    case .years: date = date.adding(months: rule.count * 12)
    }
    var after = date.days
    if let end = rule.end {
      switch end {
      case .day: break
      case .month: after = date.lastOfMonth.days
      case .year: after = NaiveDay(year: date.year, month: 12, day: 31).days
      }
      (after, time) = (after + 1, 0)
    }
    return Instant(milliseconds: Int64(after * 24 * hour + time))
  }
}

extension Post {
  /// The post with instants for its relative dates; nil if there is no such date.
  func naivelyDated(from occurred: Instant) -> Post? {
    var dated = self
    if let activates {
      guard let instant = activates.naiveInstant(from: occurred) else { return nil }
      dated.activates = .at(instant)
    }
    if let expires {
      guard let instant = expires.naiveInstant(from: occurred) else { return nil }
      dated.expires = .at(instant)
    }
    return dated
  }
}
