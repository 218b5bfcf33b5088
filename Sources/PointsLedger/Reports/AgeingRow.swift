/// Outstanding points of one age, including pending and held ones.
public struct AgeingRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// The effective month of the entry in which the points originate.
  public let issueMonth: CalendarPeriod
  /// The month in which they end if nothing else happens; nil if they never end. Points that end at
  /// the first instant of a month belong to the month before.
  public let expiryMonth: CalendarPeriod?
  /// Above 0.
  public let points: Points
}
