/// A unit and its policy in force.
package struct UnitState: Sendable {
  package var code: UnitCode
  package var scale: UInt8
  package var terms: UnitTerms {
    didSet { sliding = SlidingRule(terms) }
  }
  /// The inactivity rule of the terms, which applies to every credit.
  package private(set) var sliding: SlidingRule

  package init(code: UnitCode, scale: UInt8, terms: UnitTerms) {
    self.code = code
    self.scale = scale
    self.terms = terms
    sliding = SlidingRule(terms)
  }

  /// Puts a new version of the policy in force. Nothing shortens the retention.
  mutating func define(_ terms: UnitTerms) {
    let longest = max(self.terms.retentionDays ?? 0, terms.retentionDays ?? 0)
    self.terms = terms
    self.terms.retentionDays = longest == 0 ? nil : longest
  }
}
