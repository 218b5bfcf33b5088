internal import LedgerStorage

/// The reason why a post was refused. The associated values tell the caller how to proceed.
@nonexhaustive public enum RefusalCode: Hashable, Sendable, Codable {
  // The state of the ledger refuses the post. The refusal is recorded, so that the reference is
  // decided.
  case insufficientPoints(available: Points)
  case unknownMember
  case unknownOriginal
  case alreadyReversed(remaining: Points)
  case notReversible
  case notExtendable
  case holdClosed
  case memberFrozen
  case memberClosed
  case sameMember
  case identifierTaken
  case lastIdentifier
  case scaleFixed
  case periodClosed(through: Instant)
  case balanceOutOfRange
  case groupRefused
  /// The account would have more lots than `limit`; or the entry would name more lots and debts than
  /// one write can have. One write always has room for `limit` lots and the debts of an account.
  case tooManyLots(limit: Int)
  // These are not recorded.
  case unknownUnit
  /// The fields that differ from those of the entry that decided the reference; `group` where it
  /// was decided in another group.
  case referenceConflict(existing: SequenceNumber, differing: [Post.Field])
  case compactedReference
  case malformed(Malformation)
  case ledgerReadOnly
  case ledgerFull
  case clockWentBack
  case clockWentAhead

  /// The code's name: `insufficientPoints`, and so on.
  public var name: String {
    switch self {
    case .insufficientPoints: "insufficientPoints"
    case .unknownMember: "unknownMember"
    case .unknownOriginal: "unknownOriginal"
    case .alreadyReversed: "alreadyReversed"
    case .notReversible: "notReversible"
    case .notExtendable: "notExtendable"
    case .holdClosed: "holdClosed"
    case .memberFrozen: "memberFrozen"
    case .memberClosed: "memberClosed"
    case .sameMember: "sameMember"
    case .identifierTaken: "identifierTaken"
    case .lastIdentifier: "lastIdentifier"
    case .scaleFixed: "scaleFixed"
    case .periodClosed: "periodClosed"
    case .balanceOutOfRange: "balanceOutOfRange"
    case .groupRefused: "groupRefused"
    case .tooManyLots: "tooManyLots"
    case .unknownUnit: "unknownUnit"
    case .referenceConflict: "referenceConflict"
    case .compactedReference: "compactedReference"
    case .malformed: "malformed"
    case .ledgerReadOnly: "ledgerReadOnly"
    case .ledgerFull: "ledgerFull"
    case .clockWentBack: "clockWentBack"
    case .clockWentAhead: "clockWentAhead"
    }
  }

  /// Whether the ledger writes a `refusal` entry for it.
  public var isRecorded: Bool {
    switch self {
    case .malformed where Canary.isPlanted(.recordedMalformation): true
    case .unknownUnit, .referenceConflict, .compactedReference, .malformed, .ledgerReadOnly,
      .ledgerFull, .clockWentBack, .clockWentAhead:
      false
    default: true
    }
  }
}
