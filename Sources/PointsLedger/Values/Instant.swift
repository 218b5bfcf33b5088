/// A point in time, in milliseconds since 1970-01-01T00:00:00Z, from the start of year 1 to the end
/// of year 9999.
public struct Instant: Hashable, Comparable, Sendable {
  public let milliseconds: Int64

  /// Returns nil outside the years 1 to 9999.
  public init?(milliseconds: Int64) {
    guard milliseconds >= Self.earliest.milliseconds, milliseconds <= Self.latest.milliseconds
    else { return nil }
    self.milliseconds = milliseconds
  }

  private init(inRange milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Makes the nearest instant in range.
  package init(clamping milliseconds: Int64) {
    self.milliseconds = min(
      max(milliseconds, Self.earliest.milliseconds), Self.latest.milliseconds)
  }

  public static let epoch = Instant(inRange: 0)
  /// 0001-01-01T00:00:00.000Z.
  public static let earliest = Instant(inRange: -62_135_596_800_000)
  /// 9999-12-31T23:59:59.999Z.
  public static let latest = Instant(inRange: 253_402_300_799_999)

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.milliseconds < rhs.milliseconds }

  static let millisecondsPerDay: Int64 = 86_400_000

  /// Returns this instant plus `days` times 24 hours, clamped to `earliest` and `latest`.
  public func adding(days: Int64) -> Instant {
    let (span, overflow) = days.multipliedReportingOverflow(by: Self.millisecondsPerDay)
    guard !overflow else { return days < 0 ? .earliest : .latest }
    let (sum, over) = milliseconds.addingReportingOverflow(span)
    guard !over else { return days < 0 ? .earliest : .latest }
    return Instant(clamping: sum)
  }
}
