import PointsLedger

/// One entry of the naive model's log, with all its effects.
struct NaiveEntry {
  var sequence: Int
  var kind: EntryKind
  /// The post that asked for it; nil for an entry of the model's own.
  var post: Post?
  var occurred: Instant
  var effective: Instant
  /// The account that it belongs to.
  var account: Int?
  /// The member of the account, or the one that a post without an account is about.
  var member: Int?
  var unit: Int?
  var original: Int?
  /// The points that were taken, reserved or given back, in order.
  var parts: [NaivePart] = []
  /// The points that a reversal can undo.
  var amount: Int64 = 0
  /// The change of the account; above 0 for a credit.
  var change: Int64 = 0
  var balanceAfter: Int64 = 0
  var arrears: Int64 = 0
  /// Arrears of the original that a reversal cancelled.
  var cancelled: Int64 = 0
  var refusal: RefusalCode?
  /// The lot that this credit made.
  var madeLot: Int?
  /// For a transfer: the receiving account, and the lot there for each of `parts`.
  var receiver: Int?
  var receivedLots: [Int] = []
  /// Its effects on accounts, as indices of `NaiveState.accounts`.
  var effects: [(account: Int, effects: [NaiveEffect])] = []
  /// Its effects on identifiers; with a nil member the identifier names none any more.
  var namings: [NaiveNaming] = []
  /// The member that a merge ends.
  var ended: Int?
  var acceptedClock: Instant?
}

/// From an entry on, an identifier names this member.
struct NaiveNaming {
  var identifier: MemberIdentifier
  var member: Int?
  /// The number of the time from which on the identifier named somebody, until it is unlinked.
  var period: Int
  /// Whether that time begins here.
  var isStart = false
}

struct NaiveMember {
  var identifiers: [MemberIdentifier]
  /// The member that this one was merged into.
  var survivor: Int?
  var isFrozen = false
  var isFrozenForCredits = false
}

struct NaiveUnit {
  let code: UnitCode
  let scale: UInt8
  /// The version in force.
  var terms: UnitTerms
  /// The longest of all versions.
  var retentionDays: UInt32?

  var inactivity: NaiveInactivity? {
    terms.inactivityDays.map { NaiveInactivity(days: $0, activity: terms.activity) }
  }
}

/// The sum of what all reversals of one entry undid so far.
struct NaiveUndone {
  var points: Int64 = 0
  /// For each of the entry's parts.
  var parts: [Int64]
  /// What the debit left owing: how much of that was undone, and how much of it was cancelled.
  var owing: Int64 = 0
  var cancelled: Int64 = 0
  /// Points of the credit's own lot that expired unused, and that reversals already counted.
  var expiredUsed: Int64 = 0
}

/// A reference that is decided.
struct NaiveDecision {
  /// The sequence number of the entry or refusal.
  var sequence: Int
  var post: Post
  /// The member that the identifiers named then, if any.
  var member: Int?
  var counterparty: Int?
  var occurred: Instant
  var unit: UnitCode?
  /// The scale that the unit had then.
  var scale: UInt8?
  /// The references of the atomic group, in order; empty for a single post.
  var group: [Reference]
  var answer: ObservedAnswer
}

/// A refusal.
struct NaiveRefusal: Error {
  var code: RefusalCode

  init(_ code: RefusalCode) { self.code = code }
}
