/// The part of an amount allocated to points that is recognised as revenue, by the points used.
public struct RevenueRow: Hashable, Sendable, Encodable {
  /// Nil for all time up to the cut.
  public let period: CalendarPeriod?
  public let unit: UnitCode
  /// Redeemed less restored points in the period.
  public let used: Points
  /// The same up to the end of the period.
  public let usedToDate: Points
  /// The points that are expected to be used in the end.
  public let expectedUse: ExactDecimal
  /// `recognisedToDate`, less what was recognised before.
  public let recognised: ExactDecimal
  /// allocated x used / expected use, rounded to the decimals of the allocated amount, halves away
  /// from zero.
  public let recognisedToDate: ExactDecimal
  /// The rest of the allocated amount: a contract liability.
  public let liability: ExactDecimal
}
