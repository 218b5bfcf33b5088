/// What a unit's members have, and what that is worth.
public struct LiabilityRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// Available, pending and held points.
  public let outstanding: Points
  /// What members owe: not taken off.
  public let arrears: Points
  /// Accounts with outstanding points.
  public let accounts: Int
  /// Outstanding points at the price asked for, exactly; nil without one.
  public let value: ExactDecimal?
  /// `value` less the share that is expected to expire unused; nil unless asked for.
  public let expectedValue: ExactDecimal?
}
