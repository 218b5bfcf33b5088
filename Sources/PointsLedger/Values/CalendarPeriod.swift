/// A day or a month of the calendar, in UTC.
public struct CalendarPeriod: Hashable, Sendable, Encodable {
  @nonexhaustive public enum Length: String, CaseIterable, Sendable, Encodable { case day, month }

  public let length: Length
  /// Days since 1970-01-01, or months since the year 0.
  let number: Int

  /// The period that contains `instant`.
  public init(_ length: Length, containing instant: Instant) {
    self.init(length, containing: instant.milliseconds)
  }

  init(_ length: Length, containing milliseconds: Int64) {
    let clamped = Instant(clamping: milliseconds).milliseconds
    // Floor division: instants before 1970 also belong to the day that contains them.
    var day = Int(clamped / Instant.millisecondsPerDay)
    if clamped % Instant.millisecondsPerDay < 0 { day -= 1 }
    self.length = length
    switch length {
    case .day: number = day
    case .month:
      let date = CivilDate.date(dayNumber: day)
      number = date.year * 12 + date.month - 1
    }
  }

  init(_ length: Length, number: Int) {
    self.length = length
    self.number = number
  }

  /// The period after this one.
  public var next: CalendarPeriod { CalendarPeriod(length, number: number + 1) }

  /// Its first instant.
  public var start: Instant {
    var day = number
    if length == .month {
      // After the last month of the year 9999 there is no date.
      guard let first = CivilDate.dayNumber(year: number / 12, month: number % 12 + 1, day: 1)
      else { return .latest }
      day = first
    }
    return Instant(clamping: Int64(day) * Instant.millisecondsPerDay)
  }

  /// The first instant after it.
  public var end: Instant { next.start }

  /// The number of periods of this length from `other` to this one.
  func distance(from other: CalendarPeriod) -> Int { number - other.number }
}

extension CalendarPeriod: Comparable {
  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.number < rhs.number }
}

extension CalendarPeriod: CustomStringConvertible {
  /// `1998-06-30`, or `1998-06`.
  public var description: String {
    String(start.description.prefix(length == .day ? 10 : 7))
  }
}
