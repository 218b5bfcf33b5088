/// What became of the points that originate in one month.
///
/// issued + restored + adjusted + reissued - redeemed - expired - clawed back + arrears
/// = outstanding.
///
/// Over all months, each sum that a roll-forward has too is the roll-forward's up to the same cut;
/// reissued is 0; arrears and outstanding are those of the liability.
public struct CohortSums: Hashable, Sendable, Encodable {
  /// Openings and earns.
  public package(set) var issued = Points.zero
  /// Redemptions and captures that were reversed.
  public package(set) var restored = Points.zero
  /// Positive and negative adjustments, less their reversals. What became arrears counts in the month
  /// of the adjustment, and once paid in the month of the points that paid.
  public package(set) var adjusted = Points.zero
  /// Restored into lots that originate in the reversal: below 0 in the month that they came from,
  /// above 0 in the month of the reversal.
  public package(set) var reissued = Points.zero
  /// Redemptions and captures.
  public package(set) var redeemed = Points.zero
  /// Breakage.
  public package(set) var expired = Points.zero
  /// Openings and earns that were reversed, arrears included. What became arrears counts in the
  /// month of the reversed entry, and once paid in the month of the points that paid.
  public package(set) var clawedBack = Points.zero
  /// Owed for points of this month, and not paid yet.
  public package(set) var arrears = Points.zero

  public init() {}

  /// The points that are left.
  public var outstanding: Points {
    get throws(LedgerError) {
      var sum = Points.zero
      for part in [issued, restored, adjusted, reissued, arrears] { try sum.add(part.minorUnits) }
      for part in [redeemed, expired, clawedBack] { try sum.subtract(part.minorUnits) }
      return sum
    }
  }

  /// Expired points as a share of the points that the month kept: redeemed - restored + expired
  /// + outstanding, or issued + adjusted + reissued - clawed back + arrears. From 0 to 1; 0 if the
  /// month kept none.
  public var breakageRate: ExactRatio { ExactRatio(Int128(expired.minorUnits), kept) }

  /// Redeemed less restored points as a share of the points that the month kept. Together with the
  /// breakage rate at most 1.
  public var redemptionRate: ExactRatio {
    ExactRatio(Int128(redeemed.minorUnits) - Int128(restored.minorUnits), kept)
  }

  /// The points that the month kept: the denominator of the rates.
  var kept: Int128 {
    [issued, adjusted, reissued, arrears].reduce(-Int128(clawedBack.minorUnits)) {
      $0 + Int128($1.minorUnits)
    }
  }
}
