extension RefusalCode {
  /// The number that a `refusal` entry stores; 0 for a code that is never recorded.
  var storedNumber: UInt8 {
    switch self {
    case .insufficientPoints: 1
    case .unknownMember: 2
    case .unknownOriginal: 3
    case .alreadyReversed: 4
    case .notReversible: 5
    case .notExtendable: 6
    case .holdClosed: 7
    case .memberFrozen: 8
    case .memberClosed: 9
    case .sameMember: 10
    case .identifierTaken: 11
    case .lastIdentifier: 12
    case .scaleFixed: 13
    case .periodClosed: 14
    case .balanceOutOfRange: 15
    case .groupRefused: 16
    case .tooManyLots: 17
    case .unknownUnit, .referenceConflict, .compactedReference, .malformed, .ledgerReadOnly,
      .ledgerFull, .clockWentBack, .clockWentAhead:
      0
    }
  }

  /// The value stored after the number: points, or an instant.
  var storedValue: Int64? {
    switch self {
    case .insufficientPoints(let available): available.minorUnits
    case .alreadyReversed(let remaining): remaining.minorUnits
    case .periodClosed(let through): through.milliseconds
    case .tooManyLots(let limit): Int64(limit)
    default: nil
    }
  }

  /// The code with this number; `value` reads its value.
  static func stored<E: Error>(
    _ number: UInt8, value: () throws(E) -> Int64
  ) throws(E) -> RefusalCode? {
    switch number {
    case 1: .insufficientPoints(available: Points(minorUnits: try value()))
    case 2: .unknownMember
    case 3: .unknownOriginal
    case 4: .alreadyReversed(remaining: Points(minorUnits: try value()))
    case 5: .notReversible
    case 6: .notExtendable
    case 7: .holdClosed
    case 8: .memberFrozen
    case 9: .memberClosed
    case 10: .sameMember
    case 11: .identifierTaken
    case 12: .lastIdentifier
    case 13: .scaleFixed
    case 14: .periodClosed(through: Instant(clamping: try value()))
    case 15: .balanceOutOfRange
    case 16: .groupRefused
    case 17: .tooManyLots(limit: Int(try value()))
    default: nil
    }
  }
}
