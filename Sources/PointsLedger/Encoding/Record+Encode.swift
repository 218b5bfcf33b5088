extension Record {
  /// Appends the entry as the log stores it: see spec/entries.md. Equal entries have equal bytes.
  package func encode(into writer: inout ByteWriter) {
    writer.prefixingLength { encodeFields(into: &$0) }
  }

  /// Appends the entry without its length. Its commitment covers these bytes.
  package func encodeBody(into out: inout ByteWriter) { encodeFields(into: &out) }

  /// Passes the fields to the sink, in the order in which `decodeFields` reads them.
  func encodeFields(into out: inout some EntrySink & ~Copyable) {
    let fields = presentFields
    out.shape(kind.rawValue, fields.rawValue)
    out.instant(occurred, after: 0, occurredColumn(fields))
    if fields.contains(.flags) { out.byte(flags.rawValue, .flags) }
    if let member { out.number(UInt64(member), .member) }
    if let unit { out.byte(unit, .unit) }
    if let identifier { out.number(UInt64(identifier), .identifier) }
    if fields.contains(.effective) {
      out.number(UInt64(bitPattern: effective &- occurred), .late)
    }
    if fields.contains(.change) { out.signed(change, changeColumn) }
    if fields.contains(.amount) { out.number(UInt64(bitPattern: amount), .amount) }
    if fields.contains(.askedOther) { out.signed(asked ?? 0, .asked) }
    if fields.contains(.balanceAfter) { out.signed(balanceAfter, .balanceAfter) }
    if let previous { out.number(sequence &- previous, .previous) }
    if let original { out.number(sequence &- original, originalColumn) }
    if let activates { out.instant(activates, after: occurred, .activates) }
    if let expires { out.instant(expires, after: occurred, .expires) }
    if let counterparty { out.number(UInt64(counterparty), .counterparty) }
    if let counterpartyIdentifier {
      out.number(UInt64(counterpartyIdentifier), .counterpartyIdentifier)
    }
    if let reference { out.text(reference, .reference) }
    if !allocations.isEmpty {
      allocations.encode(
        sequence: sequence, amount: amount, isRestoring: isRestoring, into: &out)
    }
    if hasRare { encodeRare(into: &out) }
    if !texts.isEmpty { texts.encode(into: &out) }
    if let askedUnit { out.byte(askedUnit, .askedUnit) }
  }

  /// The fields after the allocations, which few entries have.
  private func encodeRare(into out: inout some EntrySink & ~Copyable) {
    if arrears != 0 { out.number(UInt64(bitPattern: arrears), .arrears) }
    if covered != 0 { out.number(UInt64(bitPattern: covered), .covered) }
    if !payments.isEmpty { encodePayments(into: &out) }
    if !newLots.isEmpty { encodeNewLots(into: &out) }
    if sliding.isSome { out.sliding(sliding, .slidingDays, .slidingKinds) }
    if let terms { terms.encode(code: unitCode, into: &out) }
    if let group { out.number(sequence &- group, .group) }
    if let refusal { refusal.encode(into: &out) }
    if let seed = newMember?.seed { out.random(seed, .memberSeedHigh, .memberSeedLow) }
    if let newIdentifier { out.text(newIdentifier, .newIdentifier) }
    if !namedLots.isEmpty {
      out.number(UInt64(namedLots.count), .namedLotCount)
      for lot in namedLots { out.number(sequence &- lot, .namedLot) }
    }
    if let unknown { unknown.encode(into: &out) }
    if let salt { out.random(salt, .saltHigh, .saltLow) }
  }

  func occurredColumn(_ fields: RecordField) -> EntryColumn {
    let isBooked = kind == .expire || kind == .release
    return isBooked && !fields.contains(.reference) ? .bookedAt : .occurred
  }

  var changeColumn: EntryColumn {
    switch kind {
    case .redeem, .capture, .transfer: .debit
    case .expire: .expired
    default: .change
    }
  }

  /// The original of an `expire` follows from its allocation, so it has a column of its own.
  var originalColumn: EntryColumn { kind == .expire ? .expiredOriginal : .original }

  /// Whether the allocations give points back to lots, which may be gone from the account.
  var isRestoring: Bool { (kind == .reverse || kind == .counter) && change >= 0 }

  private var presentFields: RecordField {
    var fields: RecordField = []
    func add(_ field: RecordField, _ isPresent: Bool) { if isPresent { fields.insert(field) } }
    add(.flags, !flags.isEmpty)
    add(.member, member != nil)
    add(.unit, unit != nil)
    add(.identifier, identifier != nil)
    add(.effective, effective != occurred)
    add(.change, change != 0)
    add(.amount, amount != Int64(clamping: change.magnitude))
    add(.asked, asked != nil)
    add(.askedOther, asked != nil && asked != expectedAsked)
    add(.balanceAfter, balanceAfter != 0)
    add(.previous, previous != nil)
    add(.original, original != nil)
    add(.expires, expires != nil)
    add(.reference, reference != nil)
    add(.allocations, !allocations.isEmpty)
    add(.texts, !texts.isEmpty)
    return hasRare ? fields.union(rareFields) : fields
  }

  private var rareFields: RecordField {
    var fields: RecordField = []
    func add(_ field: RecordField, _ isPresent: Bool) { if isPresent { fields.insert(field) } }
    add(.askedUnit, askedUnit != nil)
    add(.activates, activates != nil)
    add(.counterparty, counterparty != nil)
    add(.counterpartyIdentifier, counterpartyIdentifier != nil)
    add(.arrears, arrears != 0)
    add(.covered, covered != 0)
    add(.payments, !payments.isEmpty)
    add(.newLots, !newLots.isEmpty)
    add(.sliding, sliding.isSome)
    add(.terms, terms != nil)
    add(.group, group != nil)
    add(.refusal, refusal != nil)
    add(.newMember, newMember != nil)
    add(.newIdentifier, newIdentifier != nil)
    add(.namedLots, !namedLots.isEmpty)
    add(.unknown, unknown != nil)
    add(.salt, salt != nil)
    return fields
  }

  /// The value of `asked` that need not be stored.
  var expectedAsked: Int64 { kind == .adjust ? change : amount }

  private func encodePayments(into out: inout some EntrySink & ~Copyable) {
    out.number(UInt64(payments.count), .paymentCount)
    for payment in payments {
      let created = payment.lot.created.value
      out.number(sequence &- payment.debt, .paymentDebt)
      out.number(sequence &- created, .paymentLot)
      out.number(UInt64(payment.lot.ordinal), .paymentOrdinal)
      out.number(created &- payment.origin, .paymentOrigin)
      out.number(UInt64(bitPattern: payment.points), .paymentPoints)
    }
  }

  private func encodeNewLots(into out: inout some EntrySink & ~Copyable) {
    out.number(UInt64(newLots.count), .newLotCount)
    for lot in newLots {
      out.number(sequence &- lot.origin, .newLotOrigin)
      out.number(UInt64(bitPattern: lot.points), .newLotPoints)
      out.instant(lot.activates, after: 0, .newLotActivates)
      out.expiry(lot.expires == Lot.never ? nil : lot.expires, .newLotHasExpiry, .newLotExpires)
      out.sliding(lot.sliding, .newLotDays, .newLotKinds)
    }
  }
}

extension RandomAccessCollection<Allocation> {
  /// - Parameters:
  ///   - sequence: The sequence number of their entry.
  ///   - amount: The sum of their points.
  ///   - isRestoring: Whether they give points back to lots.
  func encode(
    sequence: UInt64, amount: Int64, isRestoring: Bool, into out: inout some EntrySink & ~Copyable
  ) {
    out.number(UInt64(count), .allocationCount)
    var left = amount
    for (index, allocation) in enumerated() {
      let created = allocation.lot.created.value
      out.number(sequence &- created, .allocationLot)
      out.number(UInt64(allocation.lot.ordinal), .allocationOrdinal)
      out.number(allocation.arrival &- created, .allocationArrival)
      // A lot is made by its origin or, after a transfer or a reissue, by a later entry.
      out.number(created &- allocation.origin.value, .allocationOrigin)
      let points = allocation.points.minorUnits
      if index == count - 1 {
        out.part(points, of: left, .allocationRest)
      } else {
        out.number(UInt64(bitPattern: points), .allocationPoints)
      }
      left &-= points
      let activates = allocation.activates.milliseconds
      let expires = allocation.expires?.milliseconds
      if isRestoring {
        out.instant(activates, after: 0, .restoredActivates)
        out.expiry(expires, .restoredHasExpiry, .restoredExpires)
        out.sliding(allocation.sliding, .restoredDays, .restoredKinds)
      } else {
        out.instant(activates, after: 0, .takenActivates)
        out.expiry(expires, .takenHasExpiry, .takenExpires)
        out.sliding(allocation.sliding, .takenDays, .takenKinds)
      }
    }
  }
}

extension EntrySink where Self: ~Copyable {
  /// 0 for never, else 1 and the instant.
  fileprivate mutating func expiry(
    _ instant: Int64?, _ hasExpiry: EntryColumn, _ column: EntryColumn
  ) {
    guard let instant else { return byte(0, hasExpiry) }
    byte(1, hasExpiry)
    self.instant(instant, after: 0, column)
  }

  /// The days, then the kinds if there are days.
  fileprivate mutating func sliding(
    _ rule: SlidingRule, _ days: EntryColumn, _ kinds: EntryColumn
  ) {
    number(UInt64(rule.days), days)
    if rule.days != 0 { number(UInt64(rule.kinds), kinds) }
  }
}

extension UnitTerms {
  func encode(code: InlineText?, into out: inout some EntrySink & ~Copyable) {
    out.text(code, .unitCode)
    out.byte(scale.map { $0 + 1 } ?? 0, .scale)
    out.byte(reversal.rawValue, .reversal)
    switch restore {
    case .original: out.byte(0, .restore)
    case .grace(let days):
      out.byte(1, .restore)
      out.number(UInt64(days), .restoreDays)
    case .reissue(let days):
      out.byte(2, .restore)
      out.number(UInt64(days), .restoreDays)
    }
    out.number(packedDays, .inactivityDays)
    out.number(UInt64(EntryKind.mask(of: activity)), .activityKinds)
  }
}

extension Record.RecordedRefusal {
  fileprivate func encode(into out: inout some EntrySink & ~Copyable) {
    out.byte(kind.rawValue, .refusedKind)
    out.byte(code.storedNumber, .refusalCode)
    if let value = code.storedValue { out.signed(value, .refusalValue) }
  }
}

extension Record.UnknownNames {
  fileprivate func encode(into out: inout some EntrySink & ~Copyable) {
    out.text(member, .unknownMember)
    out.text(counterparty, .unknownCounterparty)
    out.text(original, .unknownOriginal)
    out.number(UInt64(lots.count), .unknownLotCount)
    for lot in lots { out.text(lot, .unknownLot) }
  }
}

extension EntryTexts {
  /// The columns of the texts, in the order of their bits.
  static let columns: [EntryColumn] = [
    .location, .actor, .reason, .campaign, .basis, .basisUnit, .memo,
  ]

  /// At least one text must be present.
  func encode(into out: inout some EntrySink & ~Copyable) {
    var present: UInt8 = 0
    if location != nil { present |= 1 }
    if actor != nil { present |= 1 << 1 }
    if reason != nil { present |= 1 << 2 }
    if campaign != nil { present |= 1 << 3 }
    if basis != nil { present |= 1 << 4 }
    if basisUnit != nil { present |= 1 << 5 }
    if memo != nil { present |= 1 << 6 }
    out.byte(present, .textsPresent)
    if let location { out.string(location, .location) }
    if let actor { out.string(actor, .actor) }
    if let reason { out.string(reason, .reason) }
    if let campaign { out.string(campaign, .campaign) }
    if let basis { out.string(basis, .basis) }
    if let basisUnit { out.string(basisUnit, .basisUnit) }
    if let memo { out.string(memo, .memo) }
  }
}
