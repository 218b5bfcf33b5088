internal import LedgerStorage

/// The columns in which sealed entries are stored; the raw value is the column's number on disk.
/// What each holds is what the field of the same name in spec/entries.md says.
enum EntryColumn: UInt8, CaseIterable {
  // Region 0, rows.
  case posted = 0
  /// The kind, and which fields are present.
  case shape
  case occurred
  /// When an `expire` or a `release` without a reference occurred: other instants than its
  /// neighbours'.
  case bookedAt
  case flags, member, unit, identifier, late
  /// The change of a debit, of an `expire`, of any other entry: numbers of other sizes.
  case debit, expired, change
  case amount, asked, original
  case activates, expires, counterparty, counterpartyIdentifier
  case allocationCount, allocationLot, allocationOrdinal, allocationArrival, allocationOrigin
  case allocationPoints
  /// What the last allocation leaves of the amount.
  case allocationRest
  /// The dates of lots that get points back: they may be gone from the account.
  case restoredActivates, restoredHasExpiry, restoredExpires, restoredDays, restoredKinds
  case arrears, covered
  case paymentCount, paymentDebt, paymentLot, paymentOrdinal, paymentOrigin, paymentPoints
  case newLotCount, newLotOrigin, newLotPoints, newLotActivates, newLotHasExpiry, newLotExpires
  case newLotDays, newLotKinds
  case slidingDays, slidingKinds
  case scale, reversal, restore, restoreDays, inactivityDays, activityKinds
  case group, refusedKind, refusalCode, refusalValue
  case namedLotCount, namedLot, askedUnit, unknownLotCount, textsPresent

  // Region 1, references and texts that stay.
  case reference = 64
  case unitCode, location, reason, campaign, basis, basisUnit

  // Region 2, what may have to be erased.
  case memberSeedHigh = 80
  case memberSeedLow, newIdentifier, unknownMember, unknownCounterparty, unknownOriginal, unknownLot
  case saltHigh, saltLow, actor, memo

  // Region 3, what follows from the entries before.
  case previous = 96
  case balanceAfter
  /// What an `expire` is about: the origin of its lot.
  case expiredOriginal
  /// The dates of lots that are taken from: they are on the account.
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

  /// One more than the greatest number of a column.
  static let end = Int(EntryColumn.takenKinds.rawValue) + 1
}
