/// Outstanding points of one age: pending and held ones too.
public struct AgeingRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// The month in which the entry was effective in which the points originate.
  public let issued: CalendarPeriod
  /// The month in which they end if nothing else happens; nil: never. What ends at the first
  /// instant of a month belongs to the month before.
  public let expires: CalendarPeriod?
  /// Above 0.
  public let points: Points
}
