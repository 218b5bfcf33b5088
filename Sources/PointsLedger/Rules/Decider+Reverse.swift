extension Decider {
  /// Undoes all or part of an entry, by the allocations recorded then.
  mutating func decideReverse(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    guard let original = item.original else { return .unknownOriginal }
    let done = state.reversals.value(original.sequence)?.amount ?? 0
    let left = original.amount &- done
    let points = item.post.points?.minorUnits ?? left
    guard points > 0, points <= left else {
      return .alreadyReversed(remaining: Points(minorUnits: left))
    }
    if original.isCredit { return try reverseCredit(&item, original, points) }
    if original.kind == .transfer { return try reverseTransfer(&item, original, points) }
    return try reverseDebit(&item, original, points, done)
  }

  private mutating func reverseCredit(
    _ item: inout PostContext, _ original: Record, _ points: Int64
  ) throws(LedgerError) -> RefusalCode? {
    let account = account(item)
    let own = LotID(created: SequenceNumber(original.sequence), ordinal: 0)
    let used = state.reversals.value(original.sequence)?.covered ?? 0
    let found = account.clawBack(
      points, of: original.sequence,
      expired: max(0, (state.expired.value(own.packed) ?? 0) &- used),
      at: item.effective)
    var record = item.draft(.reverse)
    if found.short > 0 {
      switch state.units[Int(account.unit)].terms.reversal {
      case .arrears:
        guard account.debts.count < Account.maximumDebts else { return .balanceOutOfRange }
        record.arrears = found.short
      case .withinBalance: break
      case .refuse:
        return .insufficientPoints(available: Points(minorUnits: points &- found.short))
      }
    }
    record.amount = points
    record.allocations = found.allocations
    record.covered = found.covered
    record.change = -(found.taken &+ record.arrears)
    if original.kind != .adjust { record.flags.insert(.ofEarned) }
    item.mainRecord = try write(record, posted: item.posted)
    return nil
  }

  private mutating func reverseDebit(
    _ item: inout PostContext, _ original: Record, _ points: Int64, _ done: Int64
  ) throws(LedgerError) -> RefusalCode? {
    let slices = Account.lastSlices(of: original.allocations, done: done, points: points)
    guard let record = try restore(item, slices, points, original) else {
      return .balanceOutOfRange
    }
    item.mainRecord = try write(record, posted: item.posted)
    try bookDead(of: item)
    return nil
  }

  /// The entry that gives `slices` back, or nil if the account has no room for them.
  private func restore(
    _ item: borrowing PostContext, _ slices: [Allocation], _ points: Int64, _ original: Record
  ) throws(LedgerError) -> Record? {
    let account = account(item)
    let terms = state.units[Int(account.unit)].terms
    let merge = original.member.flatMap { account.merged[$0] }
    let slices = slices.map { $0.with(points: $0.points.minorUnits, arrival: merge) }
    let plan = account.restoration(
      of: slices, restore: terms.restore,
      sliding: SlidingRule(terms),
      sequence: state.nextSequence, at: item.effective)
    guard account.hasRoom(points: points, lots: plan.arrivals) else { return nil }
    var record = item.draft(.reverse)
    record.amount = points
    record.change = points
    record.allocations = plan.allocations
    record.newLots = plan.newLots
    if original.kind == .redeem || original.kind == .capture { record.flags.insert(.ofRedeemed) }
    record.payments = account.payments(
      at: item.effective, gained: plan.gained, arriving: plan.arriving)
    return record
  }

  private mutating func reverseTransfer(
    _ item: inout PostContext, _ original: Record, _ points: Int64
  ) throws(LedgerError) -> RefusalCode? {
    guard let sender = item.member, let unit = item.unit, let other = original.counterparty else {
      return .unknownOriginal
    }
    let receiver = state.survivor(of: other)
    let target =
      state.account(member: receiver, unit: unit) ?? Account(member: receiver, unit: unit)
    var left = points
    var taken: [Allocation] = []
    var slices: [Allocation] = []
    for (ordinal, allocation) in original.allocations.enumerated().reversed() where left > 0 {
      let id = LotID(created: SequenceNumber(original.sequence + 1), ordinal: ordinal)
      guard let position = target.lots.position(of: id) else { continue }
      let lot = target.lots[position]
      let part = min(left, lot.free)
      guard part > 0 else { continue }
      taken.append(Allocation(of: lot, points: part))
      slices.append(allocation.with(points: part))
      left &-= part
    }
    guard left == 0 else {
      return .insufficientPoints(available: Points(minorUnits: points &- left))
    }
    guard var record = try restore(item, slices, points, original) else {
      return .balanceOutOfRange
    }
    record.counterparty = receiver
    item.mainRecord = try write(record, posted: item.posted)

    var counter = counter(of: item, on: receiver, unit, from: sender, change: -points)
    counter.allocations = taken
    try write(counter, posted: item.posted)
    try bookDead(of: item)
    return nil
  }
}
