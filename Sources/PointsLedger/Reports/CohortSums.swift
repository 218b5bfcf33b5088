/// What became of the points that originate in one month.
///
/// issued + reissued + adjusted - redeemed - expired - clawed back = outstanding.
public struct CohortSums: Hashable, Sendable, Encodable {
  /// Openings, earns and positive adjustments.
  public package(set) var issued = Points.zero
  /// Redemptions and captures, less restored points.
  public package(set) var redeemed = Points.zero
  /// Breakage.
  public package(set) var expired = Points.zero
  /// Taken by reversals of openings and earns, including payments of arrears.
  public package(set) var clawedBack = Points.zero
  /// Negative adjustments and reversals of positive ones (below 0), including payments of their
  /// arrears, less restored points.
  public package(set) var adjusted = Points.zero
  /// Restored into lots that originate in the reversal: below 0 in the month that they came from,
  /// above 0 in the month of the reversal.
  public package(set) var reissued = Points.zero

  public init() {}

  /// The points that are left.
  public var outstanding: Points {
    get throws(LedgerError) {
      var sum = issued
      try sum.add(reissued.minorUnits)
      try sum.add(adjusted.minorUnits)
      try sum.subtract(redeemed.minorUnits)
      try sum.subtract(expired.minorUnits)
      try sum.subtract(clawedBack.minorUnits)
      return sum
    }
  }

  /// Expired points as a share of issued ones.
  public var breakageRate: ExactRatio {
    ExactRatio(Int128(expired.minorUnits), Int128(issued.minorUnits))
  }

  /// Redeemed points as a share of issued ones.
  public var redemptionRate: ExactRatio {
    ExactRatio(Int128(redeemed.minorUnits), Int128(issued.minorUnits))
  }
}
