/// Points that a member owes from one reversal or adjustment.
package struct Debt: Hashable, Sendable {
  /// The `reverse` or `adjust` entry.
  package var origin: UInt64
  /// Above 0.
  package var remaining: Int64
}
