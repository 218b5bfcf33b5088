/// What a sweep booked.
public struct SweepResult: Sendable {
  /// How many entries were written.
  public internal(set) var entries = 0
  /// By unit number, in minor units of each.
  var expiredByUnit: [UInt8: Int64] = [:]
  var releasedByUnit: [UInt8: Int64] = [:]

  /// Points that expired, all units together, in minor units; at most what 63 bits hold.
  public var expired: Points { Self.sum(expiredByUnit) }
  /// Points that returned from holds past their deadline, likewise.
  public var released: Points { Self.sum(releasedByUnit) }

  mutating func add(_ booked: WriteRequest.Booked) {
    expiredByUnit.merge(booked.expired) { $0.addingSaturated($1) }
    releasedByUnit.merge(booked.released) { $0.addingSaturated($1) }
  }

  private static func sum(_ byUnit: [UInt8: Int64]) -> Points {
    Points(minorUnits: byUnit.values.reduce(0) { $0.addingSaturated($1) })
  }
}

extension Int64 {
  /// The sum of two counts, at most what 63 bits hold.
  func addingSaturated(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? Int64.max : sum
  }
}
