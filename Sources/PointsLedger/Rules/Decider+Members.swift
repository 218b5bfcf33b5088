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

  /// Moves all accounts of one member to another.
  mutating func decideMerge(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    guard let source = item.member, let target = item.counterparty else { return .unknownMember }
    var units: [UInt8] = []
    for number in 0..<state.units.count {
      let unit = UInt8(number)
      guard let from = state.account(member: source, unit: unit) else { continue }
      units.append(unit)
      if let into = state.account(member: target, unit: unit),
        !into.hasRoom(points: from.gross, lots: from.lots.count)
          || into.debts.count + from.debts.count > Account.maximumDebts
          || into.holds.count + from.holds.count > Account.maximumHolds
      {
        return .balanceOutOfRange
      }
    }
    item.mainRecord = try write(item.draft(.merge), posted: item.posted)
    let merge = state.nextSequence - 1
    for unit in units {
      guard let from = state.account(member: source, unit: unit) else { continue }
      let into = state.account(member: target, unit: unit) ?? Account(member: target, unit: unit)
      var gain = Record(kind: .counter, occurred: item.occurred, effective: item.effective)
      gain.flags = .mergedInto
      gain.member = target
      gain.unit = unit
      gain.counterparty = source
      gain.original = merge
      gain.change = from.net
      gain.amount = from.lots.total
      gain.payments = mergedPayments(from, into, at: item.effective)
      try write(gain, posted: item.posted)
      var loss = Record(kind: .counter, occurred: item.occurred, effective: item.effective)
      loss.flags = .mergedAway
      loss.member = source
      loss.unit = unit
      loss.counterparty = target
      loss.original = merge
      loss.change = -from.net
      loss.amount = from.lots.total
      try write(loss, posted: item.posted)
    }
    return nil
  }

  /// How what is free on either side of a merge pays the debts of both.
  private func mergedPayments(_ from: Account, _ into: Account, at instant: Int64) -> [Payment] {
    let debts = (from.debts + into.debts).sorted { $0.origin < $1.origin }
    guard !debts.isEmpty else { return [] }
    var arriving: [Lot] = []
    for position in 0..<from.lots.count {
      var lot = from.lots[position]
      guard lot.free > 0 else { continue }
      lot.arrival = state.nextSequence
      lot.arrivedAt = instant
      arriving.append(lot)
    }
    return into.payments(at: instant, arriving: arriving, debts: debts)
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
    // An account is opened by what is posted to it, not by what is refused.
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
