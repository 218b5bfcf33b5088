/// A rule that finds a date from when a post occurred: `+14d`, `end-of-month+12mo`.
///
/// Minutes, hours, days and weeks are spans: a day has 24 hours. Months and years are those of the
/// calendar: they lead to the same day and time, or to the last day that the month has. A rule with
/// an `end` goes on to the first instant after that day, month or year; its days are then those of
/// the calendar too.
public struct RelativeDate: Hashable, Sendable {
  /// What is counted. The raw value stands in the text.
  public enum Unit: String, CaseIterable, Sendable {
    case minutes = "min"
    case hours = "h"
    case days = "d"
    case weeks = "w"
    case months = "mo"
    case years = "y"
  }

  /// A period after whose end a date can lie.
  public enum Period: String, CaseIterable, Sendable { case day, month, year }

  /// 0 or more.
  public let count: Int
  public let unit: Unit
  /// Nil: the date is the one that was counted to.
  public let end: Period?
  /// The name of the time zone whose calendar counts; nil: UTC.
  public private(set) var zone: String?

  /// The most days that a rule may count: about a hundred years, as in a unit's policy. The limits
  /// of the other units are as far.
  public static let maximumDays = 36_525

  /// - Parameters:
  ///   - end: `day` takes days and longer units, `month` months and years, `year` years.
  ///   - zone: 1 to 64 bytes; nil: UTC. Spans have no zone.
  /// - Throws: What is wrong with the rule.
  public init(
    _ count: Int, _ unit: Unit, toEndOf end: Period? = nil, in zone: String? = nil
  ) throws(PostDateError) {
    guard count >= 0, count <= unit.maximumCount else { throw .countOutOfRange(unit) }
    if let end, !unit.reaches(endOf: end) { throw .unitTooShort(unit, end) }
    if let zone {
      guard end != nil || unit.isOfCalendar else { throw .zoneNotTaken }
      guard Self.canBeZone(zone) else { throw .zoneMalformed }
    }
    self.count = count
    self.unit = unit
    self.end = end
    self.zone = zone
  }

  /// The rule with the zone of a calendar, unless it names one or takes none.
  public func inZone(of calendar: ZonedCalendar) -> RelativeDate {
    guard zone == nil, !calendar.isUTC, takesZone else { return self }
    var rule = self
    rule.zone = calendar.zone
    return rule
  }

  /// Whether it counts days of a calendar.
  private var takesZone: Bool { end != nil || unit.isOfCalendar }

  /// Letters, digits and `_-+/`, with a letter first: what a file of a zone database can be called.
  private static func canBeZone(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 64 else { return false }
    return name.utf8.allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || "_-+/".utf8.contains($0)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}

extension RelativeDate.Unit {
  /// The greatest count of the unit.
  public var maximumCount: Int {
    switch self {
    case .minutes: RelativeDate.maximumDays * 1_440
    case .hours: RelativeDate.maximumDays * 24
    case .days: RelativeDate.maximumDays
    case .weeks: RelativeDate.maximumDays / 7
    case .months: 1_200
    case .years: 100
    }
  }

  /// Whether it is counted on the calendar also where no end of a period is asked for.
  var isOfCalendar: Bool { self == .months || self == .years }

  /// The length of a span; nil for months and years.
  var milliseconds: Int64? {
    switch self {
    case .minutes: 60_000
    case .hours: 3_600_000
    case .days: Instant.millisecondsPerDay
    case .weeks: 7 * Instant.millisecondsPerDay
    case .months, .years: nil
    }
  }

  fileprivate func reaches(endOf period: RelativeDate.Period) -> Bool {
    switch period {
    case .day: self != .minutes && self != .hours
    case .month: isOfCalendar
    case .year: self == .years
    }
  }
}
