/// Points that are reserved until a decision.
package struct Hold: Hashable, Sendable {
  /// The `hold` entry.
  package var sequence: UInt64
  package var deadline: Int64
  /// The lots that it took from, in that order.
  package var allocations: [Allocation]

  package var points: Int64 { allocations.reduce(0) { $0 &+ $1.points.minorUnits } }
}
