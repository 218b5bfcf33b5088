extension Decider {
  /// Enrols, links, unlinks, freezes, unfreezes: entries about a member as a whole.
  mutating func decideStanding(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    var record = item.draft(item.post.kind)
    switch item.post.kind {
    case .enroll:
      guard state.members.count < LedgerState.maximumMembers else { return .balanceOutOfRange }
      record.member = UInt32(truncatingIfNeeded: state.members.count)
      record.newMember = newMember()
      record.newIdentifier = item.post.member?.text
    case .link: record.newIdentifier = item.post.counterparty?.text
    case .unlink:
      guard let member = item.member, let identifier = item.post.counterparty,
        let number = state.currentIdentifier(identifier.text)
      else { return .unknownMember }
      guard state.members[Int(member)].identifierCount > 1 else { return .lastIdentifier }
      record.counterparty = nil
      record.counterpartyIdentifier = number
    default: break
    }
    item.mainRecord = try write(record, posted: item.posted)
    return nil
  }

  mutating func decideUnit(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    guard let code = item.post.unit, let terms = item.post.terms else {
      return .malformed(.missing(.policy))
    }
    if let number = state.unitNumber(code) {
      if let scale = terms.scale, scale != state.units[Int(number)].scale { return .scaleFixed }
    } else if state.units.count >= LedgerState.maximumUnits {
      return .malformed(.tooManyUnits(maximum: LedgerState.maximumUnits))
    }
    var record = item.draft(.unit)
    record.unitCode = code.text
    item.mainRecord = try write(record, posted: item.posted)
    return nil
  }

  mutating func decideClose(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    guard item.occurred > state.closedBefore else {
      return .periodClosed(through: Instant(clamping: state.closedBefore))
    }
    item.mainRecord = try write(item.draft(.closePeriod), posted: item.posted)
    return nil
  }

  /// Writes the `refusal` entry of a post, which keeps what was asked. Returns its index.
  mutating func write(
    refusalOf item: borrowing PostContext, _ code: RefusalCode
  ) throws(LedgerError) -> Int {
    guard code.isRecorded else {
      throw LedgerError(
        .damaged, "\(code.name) is never recorded, and nothing was written; report this as a defect"
      )
    }
    var record = item.draft(.refusal)
    record.refusal = Record.RecordedRefusal(kind: item.post.kind, code: code)
    record.unitCode = item.post.kind == .unit ? item.post.unit?.text : nil
    var unknown = Record.UnknownNames()
    if item.member == nil { unknown.member = item.post.member?.text }
    if item.counterparty == nil || item.post.kind == .unlink {
      unknown.counterparty = item.post.counterparty?.text
      record.counterparty = nil
      record.counterpartyIdentifier = nil
    }
    if item.original == nil { unknown.original = item.post.original?.text }
    if !item.post.lots.isEmpty, item.namedLots.isEmpty {
      unknown.lots = item.post.lots.map(\.text)
    }
    if !unknown.isEmpty { record.unknown = unknown }
    if item.member == nil { record.salt = newSalt() }
    // A post opens an account; a refusal does not.
    if let unit = record.unit {
      let known = record.member.flatMap { state.members[Int($0)].account(unit: unit) }
      if known == nil {
        record.unit = nil
        record.askedUnit = unit
      }
    }
    return try write(record, posted: item.posted)
  }
}
