import PointsLedger

/// Points of an entry on one lot, as a pair that both sides can produce.
struct ObservedAllocation: Hashable, CustomStringConvertible {
  var origin: Int
  var points: Int64

  init(origin: Int, points: Int64) {
    self.origin = origin
    self.points = points
  }

  init(_ part: NaivePart) {
    self.init(origin: part.origin, points: part.points)
  }

  var description: String { "\(points) of #\(origin)" }
}

struct ObservedReceipt: Hashable {
  var sequence: Int
  var allocations: [ObservedAllocation]
  var balance: Balance?
}

/// What a ledger answered to a post.
enum ObservedAnswer: Equatable {
  case posted(ObservedReceipt)
  case duplicate(ObservedReceipt)
  case refused(RefusalCode, sequence: Int? = nil, isRepeated: Bool = false)

  var sequence: Int? {
    switch self {
    case .posted(let receipt), .duplicate(let receipt): receipt.sequence
    case .refused(_, let sequence, _): sequence
    }
  }

  /// The answer to a retry.
  var again: ObservedAnswer {
    switch self {
    case .posted(let receipt), .duplicate(let receipt): .duplicate(receipt)
    case .refused(let code, let sequence, _): .refused(code, sequence: sequence, isRepeated: true)
    }
  }

  /// The answer of a preview, which writes nothing.
  var previewed: ObservedAnswer {
    if case .refused(let code, _, false) = self { .refused(code) } else { self }
  }

  /// The refusal's code name, `posted` or `duplicate`.
  var name: String {
    switch self {
    case .posted: "posted"
    case .duplicate: "duplicate"
    case .refused(let code, _, _): code.name
    }
  }

  /// Equality, whichever of several malformations of a post was named.
  static func == (one: Self, other: Self) -> Bool {
    switch (one, other) {
    case (.posted(let first), .posted(let second)): first == second
    case (.duplicate(let first), .duplicate(let second)): first == second
    case (.refused(.malformed, nil, _), .refused(.malformed, nil, _)): true
    case (.refused(let code, let place, let again), .refused(let other, let there, let then)):
      code == other && place == there && again == then
    default: false
    }
  }
}

struct ObservedSweep: Equatable {
  var expired: Int64 = 0
  var released: Int64 = 0
  var entries = 0
  /// Why nothing was booked.
  var refusal: RefusalCode?
}

struct ObservedCompaction: Equatable {
  /// The first entry that was kept; nil if nothing was dropped.
  var cut: Int?
  /// Why there was no compaction.
  var refusal: LedgerError.Code?
  /// Why the cut must not lie there.
  var fault: String?
}

struct ObservedErasure: Equatable {
  /// The members that were erased, each with an entry.
  var members = 0
  /// Why nobody was erased.
  var refusal: LedgerError.Code?
}

struct ObservedLot: Equatable {
  var origin: Int
  var remaining: Int64
  var held: Int64
  var activates: Instant
  /// The instant at which it dies, by its fixed expiry or by inactivity; nil for never.
  var expires: Instant?
  var isPending: Bool
}

/// An account in a list of balances.
struct ObservedAccount {
  /// A ledger names a member by an identifier, the model by its own number.
  enum Member: Equatable {
    case identifier(MemberIdentifier)
    case number(Int)
  }

  var member: Member
  var unit: UnitCode
  var balance: Balance
}

struct ObservedEntry: Equatable {
  var sequence: Int
  /// `refusal` for a recorded refusal.
  var kind: EntryKind
  /// The kind that a caller asked for; nil for an entry of the ledger's own.
  var asked: EntryKind?
  var reference: Reference?
  var occurred: Instant
  var effective: Instant
  var change: Int64
  /// Nil for an entry without an account.
  var balanceAfter: Int64?
  var original: Int?
  var allocations: [ObservedAllocation]
  var arrears: Int64
  var cancelled: Int64
  var refusal: RefusalCode?
  /// The clock that a `clock` entry accepts.
  var acceptedClock: Instant?
}
