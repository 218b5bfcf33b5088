/// One posted, immutable record as it is read back.
public struct Entry: Sendable, Codable {
  public package(set) var sequence: SequenceNumber
  /// The engine's clock at the time of writing. It never goes backwards in log order.
  public package(set) var posted: Instant
  /// The kind of entry. A recorded refusal has the kind `refusal`, and `post.kind` has the kind
  /// that the caller asked for.
  public package(set) var kind: EntryKind
  /// The post as the caller made it. For an entry that the engine wrote itself (`expire`, a timed
  /// `release`, `counter`, `clock`), the post describes the entry's subject, and `post.reference`
  /// has no meaning: see `reference`. In a `clock`, `post.activates` is the accepted clock, and
  /// `occurred` the last `posted` before it.
  public package(set) var post: Post
  /// The caller's reference; nil for an entry that the engine wrote itself.
  public package(set) var reference: Reference?
  /// The event time: the caller's, or the engine's clock if the caller gave none.
  public package(set) var occurred: Instant
  /// The instant as of which the entry was decided.
  public package(set) var effective: Instant
  /// The number of points credited, taken, held, released or undone; at least 0.
  public package(set) var amount: Points
  /// The change of the account: above 0 for a credit, below 0 for a debit, 0 for a hold, a release,
  /// a refusal, and kinds without points.
  public package(set) var change: Points
  /// The points in the account's lots less its arrears, after this entry.
  public package(set) var balanceAfter: Points?
  /// The account's previous entry.
  public package(set) var previous: SequenceNumber?
  /// The entry that this one refers to (`capture`, `release`, `reverse`, `extend`, `expire`,
  /// `counter`). Its reference is `post.original`.
  public package(set) var original: SequenceNumber?
  /// The lots that a debit took from, that a reversal restored to, or that a hold reserves.
  public package(set) var allocations: [Allocation]
  /// Points of this entry that became arrears.
  public package(set) var arrears: Points
  /// Of the reversal of a debit that overdrew: arrears that it cancelled.
  public package(set) var cancelled: Points
  /// What this entry paid of older debts, oldest first, with the points that it brought or freed.
  public package(set) var payments: [DebtPayment]
  /// Lots that this entry made beside or in place of a credit's own.
  public package(set) var lots: [EntryLot]
  /// Of a reversed credit: points that had expired unused, so that nothing is taken for them.
  public package(set) var covered: Points
  /// Of a reversed credit: points that were spent already and that the policy forgives.
  public package(set) var forgiven: Points
  /// The reason for a `refusal`.
  public package(set) var refusal: RefusalCode?
  /// The first sequence number of the entry's atomic group.
  public package(set) var group: SequenceNumber?

  /// Whether the entry takes effect after its event time, because it arrived too late to be decided
  /// as of that time.
  public var isLate: Bool { effective > occurred }

  /// Whether the engine wrote the entry itself.
  public var isEngineWritten: Bool { reference == nil }
}
