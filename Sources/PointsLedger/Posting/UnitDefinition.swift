/// A unit of a new ledger, and its first policy.
public struct UnitDefinition: Hashable, Sendable, Codable {
  public var code: UnitCode
  public var terms: UnitTerms

  public init(_ code: UnitCode, terms: UnitTerms = UnitTerms()) {
    self.code = code
    self.terms = terms
  }

  /// `points` with the default policy.
  public static let points = UnitDefinition(.points)
}
