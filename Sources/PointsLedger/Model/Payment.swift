/// Points of a lot that paid a debt.
package struct Payment: Hashable, Sendable {
  /// The entry that made the debt.
  package var debt: UInt64
  package var lot: LotID
  package var origin: UInt64
  package var points: Int64
}
