/// A lot that an entry makes beside or instead of a credit's own: what a transfer brings, and
/// what a reversal gives back in place of a dead lot.
package struct NewLot: Hashable, Sendable {
  package var origin: UInt64
  package var points: Int64
  package var activates: Int64
  package var expires: Int64
  package var sliding: SlidingRule
}
