/// A unit and its current policy.
public struct UnitInfo: Hashable, Sendable, Codable {
  public let code: UnitCode
  /// Decimal digits, 0 to 6.
  public let scale: Int
  public let terms: UnitTerms
}
