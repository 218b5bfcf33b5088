/// One posted, immutable record, as it is read back.
public struct Entry: Sendable, Codable {
  public package(set) var sequence: SequenceNumber
  /// The engine's clock when it was written; never going backwards in log order.
  public package(set) var posted: Instant
  /// `refusal` for a recorded no; `post.kind` then says what was asked.
  public package(set) var kind: EntryKind
  /// What a caller asked, as it was posted; for an entry of the engine's own (`expire`, a timed
  /// `release`, `counter`, `clock`) what it is about: in a `clock`, `post.activates` is the clock
  /// that was accepted, and `occurred` the last `posted` before. `post.reference` means nothing
  /// there: see `reference`.
  public package(set) var post: Post
  /// Nil for an entry of the engine's own.
  public package(set) var reference: Reference?
  /// The event time: the caller's, or the engine's clock where the caller gave none.
  public package(set) var occurred: Instant
  /// The instant at which it was decided.
  public package(set) var effective: Instant
  /// How many points were credited, taken, held, freed or undone; at least 0.
  public package(set) var amount: Points
  /// What it did to the account: above 0 credited, below 0 debited; 0 for a hold, a release, a
  /// refusal, and kinds without points.
  public package(set) var change: Points
  /// The account's lots less its arrears, after this entry.
  public package(set) var balanceAfter: Points
  /// The account's entry before this one.
  public package(set) var previous: SequenceNumber?
  /// The entry that this one is about (`capture`, `release`, `reverse`, `extend`, `expire`,
  /// `counter`); its reference is `post.original`.
  public package(set) var original: SequenceNumber?
  /// From which lots a debit took; to which lots a reversal restored; which lots a hold reserves.
  public package(set) var allocations: [Allocation]
  /// Points of this entry that became arrears.
  public package(set) var arrears: Points
  /// Why, for a `refusal`.
  public package(set) var refusal: RefusalCode?
  /// The first sequence number of the atomic group that it was posted in.
  public package(set) var group: SequenceNumber?

  /// Effective later than it occurred, because the ledger could no longer decide it then.
  public var isLate: Bool { effective > occurred }

  /// Whether the engine wrote it by itself.
  public var isEngineWritten: Bool { reference == nil }
}
