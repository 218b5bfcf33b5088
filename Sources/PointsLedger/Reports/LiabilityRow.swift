/// What the members have in a unit, and its value.
public struct LiabilityRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// Available, pending and held points.
  public let outstanding: Points
  /// The arrears of members; they are not subtracted.
  public let arrears: Points
  /// The number of accounts with outstanding points.
  public let outstandingAccounts: Int
  /// Outstanding points at the given price, exactly; nil if no price is given.
  public let value: ExactDecimal?
  /// `value` less the share that is expected to expire unused; nil unless requested.
  public let expectedValue: ExactDecimal?
}
