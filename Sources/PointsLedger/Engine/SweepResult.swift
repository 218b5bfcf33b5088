/// What a sweep booked.
public struct SweepResult: Sendable {
  /// How many entries were written.
  public internal(set) var entries = 0
  /// By unit number, in minor units of each.
  var expiredByUnit: [UInt8: Int64] = [:]
  var releasedByUnit: [UInt8: Int64] = [:]

  /// Points that expired, all units together: minor units.
  public var expired: Points { Points(minorUnits: expiredByUnit.values.reduce(0, &+)) }
  /// Points that returned from holds past their deadline, all units together: minor units.
  public var released: Points { Points(minorUnits: releasedByUnit.values.reduce(0, &+)) }

  mutating func add(_ booked: PostingRequest.Booked) {
    expiredByUnit.merge(booked.expired) { $0 &+ $1 }
    releasedByUnit.merge(booked.released) { $0 &+ $1 }
  }
}
