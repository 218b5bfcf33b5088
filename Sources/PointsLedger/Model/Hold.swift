/// Points reserved and undecided.
package struct Hold: Hashable, Sendable {
  /// The `hold` entry.
  package var sequence: UInt64
  package var deadline: Int64
  /// From which lots, in the order in which it took.
  package var allocations: [Allocation]

  package var points: Int64 { allocations.reduce(0) { $0 &+ $1.points.minorUnits } }
}
