/// A unit and its policy in force.
package struct UnitState: Sendable {
  package var code: UnitCode
  package var scale: UInt8
  package var terms: UnitTerms
}
