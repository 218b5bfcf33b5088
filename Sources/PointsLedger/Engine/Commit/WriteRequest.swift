/// Work for the committing thread, and what came of it.
///
/// Sound as `@unchecked Sendable`: `outcome` is written and read under the queue's monitor alone.
final class WriteRequest: @unchecked Sendable {
  enum Work: Sendable {
    case posts([Post])
    /// Where no receipts are wanted.
    case batch(PostBatch)
    case group([Post])
    /// Book what is due by the instant on accounts from a number on, at most so many entries.
    case sweep(upTo: Instant, from: Int, most: Int)
    /// Book what is due on one account.
    case settle(member: MemberIdentifier, unit: UnitCode?, upTo: Instant)
  }

  /// What became of one post.
  struct PostOutcome: Sendable {
    var decision: Decider.Decision
    /// The entry that was written now; only where receipts are wanted. One, or none.
    var record: [Record] = []
    /// The account after it; only where receipts are wanted.
    var balance: Balance?
  }

  /// What a sweep booked, by unit number.
  struct Booked: Sendable {
    var entries = 0
    var expired: [UInt8: Int64] = [:]
    var released: [UInt8: Int64] = [:]

    /// Adds what another part of the sweep booked; points stay at most what 63 bits hold.
    mutating func add(_ other: Booked) {
      entries += other.entries
      expired.merge(other.expired, uniquingKeysWith: Self.saturatedSum)
      released.merge(other.released, uniquingKeysWith: Self.saturatedSum)
    }

    static func saturatedSum(_ left: Int64, _ right: Int64) -> Int64 {
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? Int64.max : sum
    }
  }

  enum Outcome: Sendable {
    case posts([PostOutcome])
    /// Where no receipts are wanted.
    case quickly(BatchAnswers)
    /// `next`: the account to go on from, nil at the end.
    case booked(Booked, next: Int?)
    case failed(LedgerError)
  }

  let work: Work
  let wantsReceipts: Bool
  /// Sync even where durability is `buffered`.
  let forcesSync: Bool
  /// Nil until what it rests on is durable.
  var outcome: Outcome?
  /// Called once by the leader, if nobody waits.
  let completion: (@Sendable (Outcome) -> Void)?

  init(
    _ work: Work, wantsReceipts: Bool, forcesSync: Bool = false,
    completion: (@Sendable (Outcome) -> Void)? = nil
  ) {
    self.work = work
    self.forcesSync = forcesSync
    self.wantsReceipts = wantsReceipts
    self.completion = completion
  }
}
