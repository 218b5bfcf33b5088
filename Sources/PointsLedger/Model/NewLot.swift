/// A lot that an entry makes besides or instead of a credit's own: brought by a transfer, or given
/// back by a reversal in place of a dead lot.
package struct NewLot: Hashable, Sendable {
  package var origin: UInt64
  package var points: Int64
  package var activates: Int64
  package var expires: Int64
  package var sliding: SlidingRule
}
