/// Work for the leader, and its outcome.
///
/// Sound as `@unchecked Sendable`: `outcome` is written and read only under the pipeline's monitor.
final class WriteRequest: @unchecked Sendable {
  enum Work: Sendable {
    case posts([Post])
    /// Used when no receipts are wanted.
    case batch(PostBatch)
    case group([Post])
    /// Books what is due by the instant, on accounts from a number on, with at most `most` entries.
    case sweep(upTo: Instant, from: Int, most: Int)
    /// Books what is due on one account.
    case settle(member: MemberIdentifier, unit: UnitCode?, upTo: Instant)
    /// Accepts the clock, if posting is refused for it.
    case acceptClock
    /// Announces a compaction.
    case announce(CompactionNote)
    /// Announces the erasure of members, all or none.
    case erase([UInt32])
  }

  /// The outcome of one post.
  struct PostOutcome: Sendable {
    var decision: Decider.Decision
    /// The entry that was written now, in an array of at most one; only if receipts are wanted.
    var record: [Record] = []
    /// The balance of the account after it; only if receipts are wanted.
    var balance: Balance?
  }

  /// The bookings of a sweep, by unit number.
  struct Booked: Sendable {
    var entries = 0
    var expired: [UInt8: Int64] = [:]
    var released: [UInt8: Int64] = [:]

    /// Adds the bookings of another part of the sweep; sums of points saturate at 63 bits.
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
    /// Used when no receipts are wanted.
    case quickly(BatchAnswers)
    /// `next`: the account to continue from; nil at the end.
    case booked(Booked, next: Int?)
    /// The sequence number of the `clock`, `compact` or last `erase` entry; nil if there was nothing to accept.
    case accepted(UInt64?)
    case failed(LedgerError)
  }

  let work: Work

  var acceptsClock: Bool { if case .acceptClock = work { true } else { false } }

  let wantsReceipts: Bool
  /// Sync even if durability is `buffered`.
  let forcesSync: Bool
  /// Nil until everything that it depends on is durable.
  var outcome: Outcome?
  /// Called once by the leader, for a request whose caller does not wait.
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
