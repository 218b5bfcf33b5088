internal import LedgerStorage

/// The columns in which sealed entries are stored; the raw value is the column's number on disk.
/// Each holds the field of the same name in spec/entries.md.
enum EntryColumn: UInt8, CaseIterable {
  // Region 0, rows.
  case posted = 0
  /// The kind, and the set of fields that are present.
  case shape
  case occurred
  /// The instant at which an `expire` or a `release` without a reference occurred. It has a column
  /// of its own, since it differs much from those of the entries around it.
  case bookedAt
  case flags, member, unit, identifier, late
  /// The change of a debit, of an `expire`, and of any other entry: their sizes differ.
  case debit, expired, change
  case amount, asked, original
  case activates, expires, counterparty, counterpartyIdentifier
  case allocationCount, allocationLot, allocationOrdinal, allocationArrival, allocationOrigin
  case allocationPoints
  /// The amount less the points of all allocations.
  case allocationRest
  /// The dates of lots that get points back: the lots may be gone from the account.
  case restoredActivates, restoredHasExpiry, restoredExpires, restoredDays, restoredKinds
  case arrears, covered
  case paymentCount, paymentDebt, paymentLot, paymentOrdinal, paymentOrigin, paymentPoints
  case newLotCount, newLotOrigin, newLotPoints, newLotActivates, newLotHasExpiry, newLotExpires
  case newLotDays, newLotKinds
  case slidingDays, slidingKinds
  case scale, reversal, restore, restoreDays, inactivityDays, activityKinds
  case group, refusedKind, refusalCode, refusalValue
  case namedLotCount, namedLot, askedUnit, unknownLotCount, textsPresent

  // Region 1, references and texts that are never erased.
  case reference = 64
  case unitCode, location, reason, campaign, basis, basisUnit

  // Region 2, texts that may have to be erased.
  case memberSeedHigh = 80
  case memberSeedLow, newIdentifier, unknownMember, unknownCounterparty, unknownOriginal, unknownLot
  case saltHigh, saltLow, actor, memo
  /// For each entry of which something was erased: its row times 2, plus 1 if its seed was erased.
  case erasedRow
  /// For each of these entries the four parts of its commitment.
  case commitment
  /// For each erased seed: which of its members are erased, and the keys or ids of all.
  case keptKeys

  // Region 3, fields that follow from earlier entries.
  case previous = 96
  case balanceAfter
  /// The original of an `expire`: the origin of its lot.
  case expiredOriginal
  /// The dates of lots that points are taken from: the lots are on the account.
  case takenActivates, takenHasExpiry, takenExpires, takenDays, takenKinds
}

extension EntryColumn {
  var region: ColumnRegion {
    switch rawValue {
    case ..<64: .rows
    case ..<80: .references
    case ..<96: .text
    default: .chain
    }
  }

  var isText: Bool {
    switch self {
    case .reference, .unitCode, .location, .reason, .campaign, .basis, .basisUnit, .newIdentifier,
      .unknownMember, .unknownCounterparty, .unknownOriginal, .unknownLot, .actor, .memo:
      true
    default: false
    }
  }

  /// One more than the greatest column number.
  static let end = Int(EntryColumn.takenKinds.rawValue) + 1
}
