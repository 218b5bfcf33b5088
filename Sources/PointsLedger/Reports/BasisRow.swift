/// The basis of earns: quantities or money in one basis unit.
public struct BasisRow: Hashable, Sendable, Encodable {
  /// When the span begins; nil for the beginning of the ledger.
  public let from: Instant?
  public let unit: UnitCode
  public let basisUnit: String?
  /// The number of earns with a basis.
  public let earns: UInt64
  /// The points that they earned.
  public let points: Points
  public let basis: ExactDecimal
  /// The average basis of an earn.
  public let average: ExactRatio
}
