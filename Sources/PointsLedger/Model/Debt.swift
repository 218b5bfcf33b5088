/// Points that a member owes from one reversal.
package struct Debt: Hashable, Sendable {
  /// The `reverse` entry.
  package var origin: UInt64
  /// Above 0.
  package var remaining: Int64
}
