extension Record {
  /// Appends the entry as the log stores it: see spec/entries.md. Equal entries have equal bytes.
  package func encode(into writer: inout ByteWriter) {
    var body = ByteWriter(reserving: 96)
    encodeBody(into: &body)
    writer.varint(UInt64(body.count))
    writer.append(body)
  }

  /// Appends the entry without its length: what its commitment covers.
  package func encodeBody(into out: inout ByteWriter) {
    out.byte(kind.rawValue)
    let fields = presentFields
    out.varint(fields.rawValue)
    out.zigzag(occurred)
    if fields.contains(.flags) { out.byte(flags.rawValue) }
    if let member { out.varint(UInt64(member)) }
    if let unit { out.byte(unit) }
    if let identifier { out.varint(UInt64(identifier)) }
    if fields.contains(.effective) { out.varint(UInt64(bitPattern: effective &- occurred)) }
    if fields.contains(.change) { out.zigzag(change) }
    if fields.contains(.amount) { out.varint(UInt64(bitPattern: amount)) }
    if fields.contains(.askedOther) { out.zigzag(asked ?? 0) }
    if fields.contains(.balanceAfter) { out.zigzag(balanceAfter) }
    if let previous { out.varint(sequence &- previous) }
    if let original { out.varint(sequence &- original) }
    if let activates { out.zigzag(activates &- occurred) }
    if let expires { out.zigzag(expires &- occurred) }
    if let counterparty { out.varint(UInt64(counterparty)) }
    if let counterpartyIdentifier { out.varint(UInt64(counterpartyIdentifier)) }
    if let reference { out.text(reference) }
    if !allocations.isEmpty { encodeAllocations(into: &out) }
    if arrears != 0 { out.varint(UInt64(bitPattern: arrears)) }
    if covered != 0 { out.varint(UInt64(bitPattern: covered)) }
    if !payments.isEmpty { encodePayments(into: &out) }
    if !newLots.isEmpty { encodeNewLots(into: &out) }
    if sliding.isSome { sliding.encode(into: &out) }
    if let terms { terms.encode(code: unitCode, into: &out) }
    if let group { out.varint(sequence &- group) }
    if let refusal { refusal.encode(into: &out) }
    if let newMember {
      out.random(newMember.id)
      out.random(newMember.key)
    }
    if let newIdentifier { out.text(newIdentifier) }
    if !namedLots.isEmpty {
      out.varint(UInt64(namedLots.count))
      for lot in namedLots { out.varint(sequence &- lot) }
    }
    if let unknown { unknown.encode(into: &out) }
    if let salt { out.random(salt) }
    if !texts.isEmpty { texts.encode(into: &out) }
    if let askedUnit { out.byte(askedUnit) }
  }

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
    add(.activates, activates != nil)
    add(.expires, expires != nil)
    add(.counterparty, counterparty != nil)
    add(.counterpartyIdentifier, counterpartyIdentifier != nil)
    add(.reference, reference != nil)
    add(.allocations, !allocations.isEmpty)
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
    add(.texts, !texts.isEmpty)
    add(.askedUnit, askedUnit != nil)
    return fields
  }

  /// What `asked` is where it is given and not stored.
  var expectedAsked: Int64 { kind == .adjust ? change : amount }

  private func encodeAllocations(into out: inout ByteWriter) {
    out.varint(UInt64(allocations.count))
    for allocation in allocations {
      out.varint(sequence &- allocation.lot.created.value)
      out.varint(UInt64(allocation.lot.ordinal))
      out.varint(allocation.arrival &- allocation.lot.created.value)
      // A lot is made by its origin or, after a transfer or a reissue, by a later entry.
      out.varint(allocation.lot.created.value &- allocation.origin.value)
      out.varint(UInt64(bitPattern: allocation.points.minorUnits))
      out.zigzag(allocation.activates.milliseconds)
      out.expiry(allocation.expires?.milliseconds)
      allocation.sliding.encode(into: &out)
    }
  }

  private func encodePayments(into out: inout ByteWriter) {
    out.varint(UInt64(payments.count))
    for payment in payments {
      out.varint(sequence &- payment.debt)
      out.varint(sequence &- payment.lot.created.value)
      out.varint(UInt64(payment.lot.ordinal))
      out.varint(payment.lot.created.value &- payment.origin)
      out.varint(UInt64(bitPattern: payment.points))
    }
  }

  private func encodeNewLots(into out: inout ByteWriter) {
    out.varint(UInt64(newLots.count))
    for lot in newLots {
      out.varint(sequence &- lot.origin)
      out.varint(UInt64(bitPattern: lot.points))
      out.zigzag(lot.activates)
      out.expiry(lot.expires == Lot.never ? nil : lot.expires)
      lot.sliding.encode(into: &out)
    }
  }
}

extension ByteWriter {
  /// 0 for never, else 1 and the instant.
  fileprivate mutating func expiry(_ instant: Int64?) {
    guard let instant else { return byte(0) }
    byte(1)
    zigzag(instant)
  }
}

extension SlidingRule {
  /// The days; the kinds follow where there are days.
  fileprivate func encode(into out: inout ByteWriter) {
    out.varint(UInt64(days))
    if days != 0 { out.varint(UInt64(kinds)) }
  }
}

extension UnitTerms {
  fileprivate func encode(code: InlineText?, into out: inout ByteWriter) {
    if let code { out.text(code) } else { out.byte(0) }
    out.byte(scale.map { $0 + 1 } ?? 0)
    out.byte(reversal.rawValue)
    switch restore {
    case .original: out.byte(0)
    case .grace(let days):
      out.byte(1)
      out.varint(UInt64(days))
    case .reissue(let days):
      out.byte(2)
      out.varint(UInt64(days))
    }
    out.varint(UInt64(inactivityDays ?? 0))
    out.varint(UInt64(EntryKind.mask(of: activity)))
  }
}

extension Record.RecordedRefusal {
  fileprivate func encode(into out: inout ByteWriter) {
    out.byte(kind.rawValue)
    out.byte(code.storedNumber)
    if let value = code.storedValue { out.zigzag(value) }
  }
}

extension Record.UnknownNames {
  fileprivate func encode(into out: inout ByteWriter) {
    for name in [member, counterparty, original] {
      if let name { out.text(name) } else { out.byte(0) }
    }
    out.varint(UInt64(lots.count))
    for lot in lots { out.text(lot) }
  }
}

extension EntryTexts {
  fileprivate func encode(into out: inout ByteWriter) {
    let all = [location, actor, reason, campaign, basis, basisUnit, memo]
    var present: UInt8 = 0
    for (bit, text) in all.enumerated() where text != nil { present |= 1 << UInt8(bit) }
    out.byte(present)
    for case .some(let text) in all { out.text(text) }
  }
}
