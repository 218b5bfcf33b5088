extension Decider {
  /// Moves all accounts of one member to another: the merge, then two counters for each unit. A
  /// crash must not separate them, so a merge that does not fit into one write is refused.
  mutating func decideMerge(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    guard let source = item.member, let target = item.counterparty else { return .unknownMember }
    let merge = state.nextSequence
    var drafts = [item.draft(.merge)]
    for number in 0..<state.units.count {
      let unit = UInt8(number)
      guard let from = state.account(member: source, unit: unit) else { continue }
      let known = state.account(member: target, unit: unit)
      if let code = known?.shortage(takingOver: from) { return code }
      let into = known ?? Account(member: target, unit: unit)
      drafts += counters(from, into, of: merge, at: merge &+ UInt64(drafts.count), item)
    }
    return try write(drafts, of: &item)
  }

  /// The effect of a merge in one unit.
  ///
  /// - Parameter sequence: The sequence number of the first of the two entries.
  private func counters(
    _ from: Account, _ into: Account, of merge: UInt64, at sequence: UInt64,
    _ item: borrowing PostContext
  ) -> [Record] {
    var gain = Record(kind: .counter, occurred: item.occurred, effective: item.effective)
    gain.flags = .mergedInto
    gain.member = into.member
    gain.unit = into.unit
    gain.counterparty = from.member
    gain.original = merge
    gain.change = from.net
    gain.amount = from.lots.total
    gain.payments = payments(from, into, at: item.effective, arrival: sequence)
    var loss = Record(kind: .counter, occurred: item.occurred, effective: item.effective)
    loss.flags = .mergedAway
    loss.member = from.member
    loss.unit = from.unit
    loss.counterparty = into.member
    loss.original = merge
    loss.change = -from.net
    loss.amount = from.lots.total
    return [gain, loss]
  }

  /// Pays the debts of both sides of a merge from the free points of both.
  private func payments(
    _ from: Account, _ into: Account, at instant: Int64, arrival: UInt64
  ) -> [Payment] {
    let debts = (from.debts + into.debts).sorted { $0.origin < $1.origin }
    guard !debts.isEmpty else { return [] }
    var arriving: [Lot] = []
    for position in 0..<from.lots.count {
      var lot = from.lots[position]
      guard lot.free > 0 else { continue }
      lot.arrival = arrival
      lot.arrivedAt = instant
      arriving.append(lot)
    }
    return into.payments(at: instant, arriving: arriving, debts: debts)
  }
}

extension Account {
  /// Why it has no room for everything on another account; nil if it has.
  fileprivate func shortage(takingOver other: Account) -> RefusalCode? {
    if let code = shortage(points: other.gross, lots: other.lots.count) { return code }
    return debts.count + other.debts.count <= Account.maximumDebts
      && holds.count + other.holds.count <= Account.maximumHolds ? nil : .balanceOutOfRange
  }
}
