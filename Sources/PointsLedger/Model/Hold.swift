/// Points that are reserved until a decision.
package struct Hold: Hashable, Sendable {
  /// The `hold` entry.
  package var sequence: UInt64
  package var deadline: Int64
  /// What it holds of its lots, in the order held; captures that leave it open take from the front.
  package var allocations: [Allocation]

  package var points: Int64 { allocations.reduce(0) { $0 &+ $1.points.minorUnits } }

  /// What is left once `points` were captured in the order held; nil if nothing is.
  func without(_ points: Int64) -> Hold? {
    var left = points
    var rest = self
    rest.allocations = []
    for allocation in allocations {
      let part = min(left, allocation.points.minorUnits)
      left &-= part
      let kept = allocation.points.minorUnits &- part
      if kept > 0 { rest.allocations.append(allocation.with(points: kept)) }
    }
    return rest.allocations.isEmpty ? nil : rest
  }
}
