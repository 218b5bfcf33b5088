/// What earns were given for: quantities or money in one basis unit.
public struct BasisRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  public let basisUnit: String?
  /// Earns with a basis.
  public let earns: UInt64
  /// The points that they gave.
  public let points: Points
  public let basis: ExactDecimal
  /// Basis for each earn.
  public let average: ExactRatio
}
