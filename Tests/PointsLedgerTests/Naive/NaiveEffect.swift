import PointsLedger

/// One step of an entry's effect on an account. An account consists of nothing but the effects of
/// its entries, one after the other.
enum NaiveEffect {
  case addLot(NaiveLot)
  case move(lot: Int, points: Int64, from: NaiveBucket, to: NaiveBucket)
  case openHold(NaiveHold)
  case closeHold(sequence: Int)
  case owe(NaiveDebt)
  case pay(debt: Int, NaivePart)
  /// So much of a debt is no longer owed.
  case cancel(debt: Int, points: Int64)
  case extend(lot: Int, to: Instant?)
  /// Lifetime sums.
  case earned(Int64)
  case redeemed(Int64)
  case expired(Int64)
  /// Gross credits, restores and transfers in.
  case credited(Int64)
  /// A caller's entry of this kind; `isListed`: according to the policy in force.
  case active(EntryKind)
  /// The member is merged away: everything leaves.
  case leave
  /// The whole account of a member that was merged away arrives.
  case join(NaiveAccount)
}

/// The effect of one entry on an account.
struct NaiveStep {
  var sequence: Int
  var effective: Instant
  var effects: [NaiveEffect]
}
