extension Decider {
  /// Undoes all or part of an entry, by the allocations recorded then.
  mutating func decideReverse(
    _ item: inout PostContext, _ reader: some RecordReader
  ) throws(LedgerError) -> RefusalCode? {
    guard let original = item.original else { return .unknownOriginal }
    let done = state.reversals.value(original.sequence)?.amount ?? 0
    let left = original.amount &- done
    let points = item.post.points?.minorUnits ?? left
    guard points > 0, points <= left else {
      return .alreadyReversed(remaining: Points(minorUnits: left))
    }
    if original.isCredit { return try reverseCredit(&item, original, points) }
    if original.kind == .transfer { return try reverseTransfer(&item, original, points) }
    return try reverseDebit(&item, original, points, done, reader)
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
    return try write([record], of: &item)
  }

  private mutating func reverseDebit(
    _ item: inout PostContext, _ original: Record, _ points: Int64, _ done: Int64,
    _ reader: some RecordReader
  ) throws(LedgerError) -> RefusalCode? {
    let account = account(item)
    let owed = account.debts.first { $0.origin == original.sequence }?.remaining ?? 0
    let undoing = Account.Undoing(points, owing: original.owing, owed: owed, done: done)
    var slices = Account.lastSlices(
      of: original.allocations, done: undoing.done, points: undoing.taken)
    slices = moved(slices, of: original, to: account)
    if undoing.repaid > 0 {
      let paid = try allocations(thatPaid: original, on: account, reader)
      let sum = paid.reduce(0) { $0 &+ $1.points.minorUnits }
      // What was reversed of the debt before and not cancelled came back already.
      let before = min(done, original.owing) &- (original.owing &- sum &- owed)
      slices = Account.lastSlices(of: paid, done: before, points: undoing.repaid) + slices
    }
    var record = item.draft(.reverse)
    let shortage = restore(
      item, slices, points, original, cancelling: undoing.cancelled, in: &record)
    if let shortage { return shortage }
    if let code = try write([record], of: &item) { return code }
    try bookDead(of: item)
    return nil
  }

  /// Slices of an entry's lots, which may have moved to the account by a merge.
  private func moved(
    _ slices: [Allocation], of original: Record, to account: Account
  ) -> [Allocation] {
    let merge = original.member.flatMap { account.merged[$0] }
    return slices.map { $0.with(points: $0.points.minorUnits, arrival: merge) }
  }

  /// What paid the debt that an entry left, in log order, through merges too, as allocations of the
  /// lots that paid, with their place on `account`.
  private func allocations(
    thatPaid debt: Record, on account: Account, _ reader: some RecordReader
  ) throws(LedgerError) -> [Allocation] {
    var paid: [(entry: UInt64, payments: [Payment])] = []
    var owner = debt.member
    var start = debt.sequence
    while let member = owner {
      owner = nil
      let begin = start
      var next = state.account(member: member, unit: account.unit)?.last
      while let sequence = next, sequence > begin {
        let record = try record(at: sequence, reader)
        next = record.previous
        let payments = record.payments.filter { $0.debt == debt.sequence }
        if !payments.isEmpty { paid.append((sequence, payments)) }
        if record.flags.contains(.mergedAway) {
          // The entry before it brought the debt there.
          (owner, start) = (record.counterparty, sequence &- 2)
        }
      }
    }
    var result: [Allocation] = []
    for payment in paid.sorted(by: { $0.entry < $1.entry }).flatMap(\.payments) {
      result.append(try allocation(of: payment, on: account, reader))
    }
    return result
  }

  /// The points of a payment, with the dates that the entry that made their lot gave it.
  private func allocation(
    of payment: Payment, on account: Account, _ reader: some RecordReader
  ) throws(LedgerError) -> Allocation {
    let maker = try record(at: payment.lot.created.value, reader)
    var lot = Lot(
      id: payment.lot, origin: payment.origin,
      arrival: maker.member.flatMap { account.merged[$0] } ?? maker.sequence,
      arrivedAt: maker.effective, activates: maker.activates ?? maker.occurred,
      expires: maker.expires ?? Lot.never, sliding: maker.sliding, remaining: payment.points)
    if !maker.isCredit {
      guard maker.newLots.indices.contains(payment.lot.ordinal) else {
        throw LedgerError(
          .damaged, "entry \(maker.sequence) made no lot that paid a debt; run verify")
      }
      let made = maker.newLots[payment.lot.ordinal]
      (lot.activates, lot.expires, lot.sliding) = (made.activates, made.expires, made.sliding)
    }
    return Allocation(of: lot, points: payment.points)
  }

  /// Has an entry give `slices` back. Returns the refusal if the account has no room for them.
  ///
  /// - Parameter cancelled: The points of the original's debt that it cancels.
  private func restore(
    _ item: borrowing PostContext, _ slices: [Allocation], _ points: Int64, _ original: Record,
    cancelling cancelled: Int64 = 0, in record: inout Record
  ) -> RefusalCode? {
    let account = account(item)
    let terms = state.units[Int(account.unit)].terms
    let plan = account.restoration(
      of: slices, restore: terms.restore,
      sliding: SlidingRule(terms),
      sequence: state.nextSequence, at: item.effective)
    if let code = account.shortage(points: points &- cancelled, lots: plan.arrivals) {
      return code
    }
    record.amount = points
    record.change = points
    record.allocations = plan.allocations
    record.newLots = plan.newLots
    record.arrears = cancelled
    if original.kind == .redeem || original.kind == .capture { record.flags.insert(.ofRedeemed) }
    var debts = account.debts
    if let index = debts.firstIndex(where: { $0.origin == original.sequence }) {
      debts[index].remaining &-= cancelled
      if debts[index].remaining == 0 { debts.remove(at: index) }
    }
    record.payments = account.payments(
      at: item.effective, gained: plan.gained, arriving: plan.arriving, debts: debts)
    return nil
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
    slices = moved(slices, of: original, to: account(item))
    var record = item.draft(.reverse)
    if let code = restore(item, slices, points, original, in: &record) { return code }
    record.counterparty = receiver
    var counter = counter(of: item, on: receiver, unit, from: sender, change: -points)
    counter.allocations = taken
    if let code = try write([record, counter], of: &item) { return code }
    try bookDead(of: item)
    return nil
  }
}
