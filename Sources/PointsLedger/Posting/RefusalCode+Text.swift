extension RefusalCode {
  /// Returns the code, its value and what to do, for a message: `insufficientPoints, available
  /// 12.50`. `scale` is the scale of the post's unit.
  public func explanation(scale: UInt8) -> String {
    brief(scale: scale) + (advice(scale: scale).map { ": \($0)" } ?? "")
  }

  /// Returns the code and its value alone, for a list of many.
  package func brief(scale: UInt8) -> String {
    switch self {
    case .insufficientPoints(let available):
      "insufficientPoints, available \(available.text(scale: scale))"
    case .alreadyReversed(let remaining):
      "alreadyReversed, remaining \(remaining.text(scale: scale))"
    case .periodClosed(let through): "periodClosed, through \(through)"
    case .referenceConflict(let existing, let differing):
      "referenceConflict, existing entry \(existing), differing in "
        + differing.map(\.rawValue).joined(separator: ", ")
    case .malformed(let malformation): "malformed, \(malformation.explanation)"
    default: name
    }
  }

  private func advice(scale: UInt8) -> String? {
    switch self {
    case .unknownMember: "no member has the identifier: correct it, or enroll the member"
    case .unknownOriginal:
      "the post is about an entry that is not there, or not of its member, unit and kind: correct "
        + "the original"
    case .alreadyReversed(let remaining):
      remaining == .zero
        ? "all of the original is reversed" : "no more than that is left of the original"
    case .notReversible:
      "only opening, earn, adjust, redeem, capture and transfer can be reversed: post an adjust"
    case .notExtendable: "the credit has no points left that end before the new date"
    case .holdClosed: "the hold was captured or released before, or its deadline is over"
    case .memberFrozen: "unfreeze the member first"
    case .memberClosed: "the member is closed: name another"
    case .sameMember: "both identifiers name the same member"
    case .identifierTaken: "the identifier names a member already: unlink it there first"
    case .lastIdentifier: "a member keeps one identifier: link another first"
    case .scaleFixed: "a unit keeps its decimals: leave scale out, or make another unit"
    case .periodClosed: "name a later time"
    case .groupRefused: "another post of the group was refused"
    case .tooManyLots(let limit):
      "an account has \(limit) lots at most, and one entry names about as many: credit "
        + "another member, or take, move or reverse fewer points at once"
    case .balanceOutOfRange:
      "an account takes \(Points(minorUnits: .max).text(scale: scale)) points in "
        + "all its credits, and has 10240 open holds and 1024 debts at most; a ledger has 2^32 members"
    case .unknownUnit: "the ledger has no such unit: correct its code, or post a unit first"
    case .referenceConflict(_, let differing):
      !differing.isEmpty && Set(differing).isSubset(of: [.time, .activates, .expires])
        ? "the post with this reference has other dates: was it made with another time zone?"
        : "the reference is taken, so another post needs another one"
    case .compactedReference:
      "its reference, or an entry that it is about, was dropped by a compaction: take another "
        + "reference, or adjust"
    case .ledgerReadOnly: "open the ledger for writing"
    default: nil
    }
  }
}
