/// A unit and its policy in force.
public struct UnitInfo: Hashable, Sendable {
  public let code: UnitCode
  /// Decimal digits, 0 to 6.
  public let scale: Int
  public let terms: UnitTerms
}
