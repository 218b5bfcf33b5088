/// The flows of points in a span. Only `adjusted` can be below 0: reversed points have a term of
/// their own.
public struct RollforwardFlows: Hashable, Sendable, Encodable {
  /// Openings and earns.
  public package(set) var issued = Points.zero
  /// Redemptions and captures that were reversed.
  public package(set) var restored = Points.zero
  /// Positive and negative adjustments, less their reversals.
  public package(set) var adjusted = Points.zero
  /// From other members, from a member merged into this one, and into grace and reissue lots.
  public package(set) var transferredIn = Points.zero
  /// Redemptions and captures.
  public package(set) var redeemed = Points.zero
  /// Breakage.
  public package(set) var expired = Points.zero
  /// Openings and earns that were reversed, arrears included.
  public package(set) var clawedBack = Points.zero
  /// To other members, to the member that this one was merged into, and out of dead lots into
  /// grace and reissue lots.
  public package(set) var transferredOut = Points.zero

  public init() {}

  public var isZero: Bool { self == RollforwardFlows() }

  /// The sum of the flows: closing less opening.
  public var net: Points {
    get throws(LedgerError) {
      var sum = Points.zero
      for flow in [issued, restored, adjusted, transferredIn] { try sum.add(flow.minorUnits) }
      for flow in [redeemed, expired, clawedBack, transferredOut] {
        try sum.subtract(flow.minorUnits)
      }
      return sum
    }
  }

  /// Adds the effect of `record`.
  mutating func add(_ record: Record) throws(LedgerError) {
    let change = record.change
    switch record.kind {
    case .opening, .earn: try issued.add(change)
    case .redeem, .capture: try redeemed.subtract(change)
    case .adjust: try adjusted.add(change)
    case .expire: try expired.subtract(change)
    case .transfer, .counter: try move(change)
    case .reverse: try addReversal(record)
    case .unit, .enroll, .link, .unlink, .hold, .release, .merge, .extend, .freeze, .unfreeze,
      .closePeriod, .refusal, .erase, .clock, .compact:
      guard change == 0 else {
        throw LedgerError(
          .damaged, "entry \(record.sequence) moves points but its kind does not; run verify")
      }
    }
  }

  private mutating func addReversal(_ record: Record) throws(LedgerError) {
    if record.flags.contains(.ofEarned) {
      try clawedBack.subtract(record.change)
    } else if record.flags.contains(.ofRedeemed) {
      try restored.add(record.change)
    } else if record.counterparty != nil {
      try move(record.change)
    } else {
      try adjusted.add(record.change)
    }
    for lot in record.newLots {
      try transferredIn.add(lot.points)
      try transferredOut.add(lot.points)
    }
  }

  private mutating func move(_ change: Int64) throws(LedgerError) {
    if change >= 0 {
      try transferredIn.add(change)
    } else {
      try transferredOut.subtract(change)
    }
  }
}
