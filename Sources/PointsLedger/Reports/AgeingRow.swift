/// Outstanding points of one age, including pending and held ones.
public struct AgeingRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// That of the effective instant of the entry in which the points originate.
  public let issuePeriod: CalendarPeriod
  /// The period in which they end if nothing else happens; nil if they never end. Points that end at
  /// the first instant of a period belong to the one before.
  public let expiryPeriod: CalendarPeriod?
  /// Above 0.
  public let points: Points
}
