extension RefusalCode {
  /// Returns the code and its value for a message: `insufficientPoints, available 12.50`. `scale`
  /// is the scale of the post's unit.
  public func explanation(scale: UInt8) -> String {
    switch self {
    case .insufficientPoints(let available):
      "insufficientPoints, available \(available.text(scale: scale))"
    case .alreadyReversed(let remaining):
      "alreadyReversed, remaining \(remaining.text(scale: scale))"
    case .periodClosed(let through): "periodClosed, through \(through)"
    case .tooManyLots(let limit):
      "tooManyLots: an account has \(limit) lots at most, and one entry names about as many: credit "
        + "another member, or take, move or reverse fewer points at once"
    case .referenceConflict(let existing, let differing):
      "referenceConflict, existing entry \(existing), differing in "
        + differing.map(\.rawValue).joined(separator: ", ")
    case .balanceOutOfRange:
      "balanceOutOfRange: an account takes \(Points(minorUnits: .max).text(scale: scale)) points in "
        + "all its credits, and has 10240 open holds and 1024 debts at most; a ledger has 2^32 members"
    case .malformed(let malformation): "malformed, \(malformation.explanation)"
    default: name
    }
  }
}
