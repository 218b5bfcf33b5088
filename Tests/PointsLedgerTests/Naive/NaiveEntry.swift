import PointsLedger

/// One entry of the naive model's log, with all that it does.
struct NaiveEntry {
  var sequence: Int
  var kind: EntryKind
  /// What was asked; nil for an entry of the model's own.
  var post: Post?
  var occurred: Instant
  var effective: Instant
  /// The account that it belongs to.
  var account: Int?
  /// Of the account, or whom and what a post without one is about.
  var member: Int?
  var unit: Int?
  var original: Int?
  /// What was taken, reserved or given back, in order.
  var parts: [NaivePart] = []
  /// The points that a reversal can undo.
  var amount: Int64 = 0
  /// What it did to the account: above 0 credited.
  var change: Int64 = 0
  var balanceAfter: Int64 = 0
  var arrears: Int64 = 0
  var refusal: RefusalCode?
  /// The lot that this credit made.
  var madeLot: Int?
  /// For a transfer: the account that received, and the lot there for each of `parts`.
  var receiver: Int?
  var receivedLots: [Int] = []
  /// What it does to accounts, as indices of `NaiveState.accounts`.
  var effects: [(account: Int, effects: [NaiveEffect])] = []
  /// What it does to identifiers; a nil member: the identifier names nobody any more.
  var namings: [NaiveNaming] = []
  /// The member that a merge ends.
  var ended: Int?
}

/// From an entry on, an identifier names this member.
struct NaiveNaming {
  var identifier: MemberIdentifier
  var member: Int?
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

  var inactivity: NaiveInactivity? {
    terms.inactivityDays.map { NaiveInactivity(days: $0, activity: terms.activity) }
  }
}

/// What all reversals of one entry together undid so far.
struct NaiveUndone {
  var points: Int64 = 0
  /// Of each of the entry's parts.
  var parts: [Int64]
  /// Points of the credit's own lot that had expired unused and that reversals counted already.
  var expiredUsed: Int64 = 0
}

/// A reference that is decided.
struct NaiveDecision {
  /// Of the entry or refusal.
  var sequence: Int
  var post: Post
  /// Whom the identifiers named then, if anybody.
  var member: Int?
  var counterparty: Int?
  var occurred: Instant
  var unit: UnitCode?
  /// The scale that the unit had then.
  var scale: UInt8?
  /// The references of the atomic group, in order; empty: posted by itself.
  var group: [Reference]
  var answer: ObservedAnswer
}

/// A no.
struct NaiveRefusal: Error {
  var code: RefusalCode

  init(_ code: RefusalCode) { self.code = code }
}
