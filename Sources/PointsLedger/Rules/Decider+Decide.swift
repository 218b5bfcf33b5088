extension Decider {
  /// Decides a resolved post on booked accounts: writes its entries, or returns the refusal.
  mutating func decide(
    _ item: inout PostContext, _ reader: some RecordReader
  ) throws(LedgerError) -> RefusalCode? {
    switch item.post.kind {
    case .opening, .earn: try decideCredit(&item)
    case .adjust:
      if (item.post.points?.minorUnits ?? 0) < 0 {
        try item.post.overdraws == true ? overdraw(&item) : decideDebit(&item)
      } else {
        try decideCredit(&item)
      }
    case .redeem, .hold: try decideDebit(&item)
    case .transfer: try decideTransfer(&item)
    case .capture: try decideCapture(&item)
    case .release: try decideRelease(&item)
    case .reverse: try decideReverse(&item, reader)
    case .extend: try decideExtend(&item)
    case .merge: try decideMerge(&item)
    case .unit: try decideUnit(&item)
    case .closePeriod: try decideClose(&item)
    case .enroll, .link, .unlink, .freeze, .unfreeze: try decideStanding(&item)
    case .erase, .expire, .refusal, .counter, .clock, .compact:
      .malformed(.kindNotPostable(item.post.kind))
    }
  }

  /// The account of the post's member, or an empty one if the entry opens it.
  func account(_ item: borrowing PostContext) -> Account {
    let unit = item.unit ?? 0
    guard let member = item.member else {
      return Account(member: UInt32(truncatingIfNeeded: state.members.count), unit: unit)
    }
    return state.account(member: member, unit: unit) ?? Account(member: member, unit: unit)
  }

  /// Books the dead lots of the post's account after its entry.
  mutating func bookDead(of item: borrowing PostContext) throws(LedgerError) {
    guard let member = item.member, let unit = item.unit,
      let number = state.members[Int(member)].account(unit: unit)
    else { return }
    try bookDead(account: number, at: item.effective, posted: item.posted)
  }

  private mutating func decideCredit(_ item: inout PostContext) throws(LedgerError) -> RefusalCode?
  {
    let unit = item.unit ?? 0
    let points = item.post.points?.minorUnits ?? 0
    let number = item.account
    if let number,
      let code = state.accounts.look(number, { $0.shortage(points: points, lots: 1) })
    {
      return code
    }
    guard item.member != nil || state.members.count < LedgerState.maximumMembers else {
      return .balanceOutOfRange
    }
    var record = item.draft(item.post.kind)
    record.amount = points
    record.change = points
    record.sliding = state.units[Int(unit)].sliding
    if item.enrolls, let identifier = item.post.member {
      record.member = UInt32(truncatingIfNeeded: state.members.count)
      record.newMember = newMember()
      record.newIdentifier = identifier.text
    }
    if let number, state.accounts.look(number, { !$0.isPlain }),
      state.accounts.look(number, { $0.arrears > 0 })
    {
      record.payments = state.accounts[number].payments(
        at: item.effective, arriving: [ownLot(of: record, at: state.nextSequence)])
    }
    item.mainRecord = try write(record, posted: item.posted)
    if let expires = record.expires, expires <= item.effective {
      item.member = record.member
      try bookDead(of: item)
    }
    return nil
  }

  /// The lot that a credit makes, once it is the entry `sequence`.
  private func ownLot(of record: Record, at sequence: UInt64) -> Lot {
    Lot(
      id: LotID(created: SequenceNumber(sequence), ordinal: 0), origin: sequence,
      arrival: sequence, arrivedAt: record.effective,
      activates: record.activates ?? record.occurred, expires: record.expires ?? Lot.never,
      sliding: record.sliding, remaining: record.amount)
  }

  /// The lots that a debit takes from: the named ones, or all in order of consumption.
  private func taking(_ item: borrowing PostContext, _ points: Int64, partial: Bool)
    -> Account.Taking
  {
    guard let number = item.account else { return .insufficient(available: 0) }
    return state.accounts.look(number) { account in
      item.namedLots.isEmpty
        ? account.take(points, at: item.effective, partial: partial)
        : account.take(points, at: item.effective, partial: partial, named: item.namedLots)
    }
  }

  private mutating func decideDebit(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    if item.post.kind == .hold, let number = item.account,
      state.accounts.look(number, { $0.holds.count >= Account.maximumHolds })
    {
      return .balanceOutOfRange
    }
    let points = (item.post.points?.minorUnits ?? 0).magnitude
    let asked = Int64(clamping: points)
    let taking = taking(item, asked, partial: item.post.partial == true)
    switch taking {
    case .insufficient(let available):
      return .insufficientPoints(available: Points(minorUnits: available))
    case .allocations(let allocations):
      var record = item.draft(item.post.kind)
      record.allocations = allocations
      record.amount = allocations.reduce(0) { $0 &+ $1.points.minorUnits }
      record.change = item.post.kind == .hold ? 0 : -record.amount
      return try write([record], of: &item)
    }
  }

  /// A negative adjustment of which what is short becomes arrears.
  private mutating func overdraw(_ item: inout PostContext) throws(LedgerError) -> RefusalCode? {
    let account = account(item)
    let asked = Int64(clamping: (item.post.points?.minorUnits ?? 0).magnitude)
    let found = account.overdraw(asked, at: item.effective, named: item.namedLots)
    guard found.short == 0 || account.debts.count < Account.maximumDebts else {
      return .balanceOutOfRange
    }
    var record = item.draft(.adjust)
    record.allocations = found.allocations
    record.amount = asked
    record.change = -asked
    record.arrears = found.short
    return try write([record], of: &item)
  }

  private mutating func decideTransfer(_ item: inout PostContext) throws(LedgerError)
    -> RefusalCode?
  {
    guard let receiver = item.counterparty, let sender = item.member, let unit = item.unit else {
      return .unknownMember
    }
    let points = item.post.points?.minorUnits ?? 0
    let taking = taking(item, points, partial: false)
    let target =
      state.account(member: receiver, unit: unit) ?? Account(member: receiver, unit: unit)
    let count = if case .allocations(let allocations) = taking { allocations.count } else { 0 }
    if let code = target.shortage(points: points, lots: count) { return code }
    guard case .allocations(let allocations) = taking else {
      if case .insufficient(let available) = taking {
        return .insufficientPoints(available: Points(minorUnits: available))
      }
      return nil
    }
    var record = item.draft(.transfer)
    record.allocations = allocations
    record.amount = points
    record.change = -points
    var counter = counter(of: item, on: receiver, unit, from: sender, change: points)
    counter.newLots = allocations.map {
      NewLot(
        origin: $0.origin.value, points: $0.points.minorUnits,
        activates: $0.activates.milliseconds, expires: $0.expires?.milliseconds ?? Lot.never,
        sliding: $0.sliding)
    }
    if !target.debts.isEmpty {
      counter.payments = target.payments(
        at: item.effective, arriving: arriving(counter.newLots, at: item.effective))
    }
    return try write([record, counter], of: &item)
  }

  /// The entry on the other member's account that belongs to the next one.
  func counter(
    of item: borrowing PostContext, on receiver: UInt32, _ unit: UInt8, from sender: UInt32,
    change: Int64
  ) -> Record {
    var counter = Record(kind: .counter, occurred: item.occurred, effective: item.effective)
    counter.member = receiver
    counter.unit = unit
    counter.counterparty = sender
    counter.original = state.nextSequence
    counter.amount = abs(change)
    counter.change = change
    return counter
  }

  /// The lots that the counter of the next entry brings.
  private func arriving(_ lots: [NewLot], at instant: Int64) -> [Lot] {
    let counter = state.nextSequence &+ 1
    return lots.enumerated().map { ordinal, lot in
      Lot(
        id: LotID(created: SequenceNumber(counter), ordinal: ordinal),
        origin: lot.origin, arrival: counter, arrivedAt: instant,
        activates: lot.activates, expires: lot.expires, sliding: lot.sliding,
        remaining: lot.points)
    }
  }

  private mutating func decideCapture(_ item: inout PostContext) throws(LedgerError) -> RefusalCode?
  {
    let account = account(item)
    guard let hold = item.original.flatMap({ account.holds[$0.sequence] }) else {
      return .holdClosed
    }
    let held = hold.points
    let points = item.post.points?.minorUnits ?? held
    guard points <= held else { return .insufficientPoints(available: Points(minorUnits: held)) }
    var record = item.draft(.capture)
    let keepsRest = item.post.partial == true
    var freed: [LotID: Int64] = [:]
    var left = points
    for allocation in hold.allocations {
      let part = min(left, allocation.points.minorUnits)
      if part > 0, let position = account.position(ofLot: allocation) {
        // Uses the dates that the lot has now: it may have been extended, or moved by a merge.
        record.allocations.append(
          Allocation(of: account.lots[position], points: part))
      }
      left &-= part
      if keepsRest { continue }
      freed[allocation.lot, default: 0] &+= allocation.points.minorUnits &- part
    }
    record.amount = points
    record.change = -points
    record.payments = account.payments(at: item.effective, gained: freed)
    if let code = try write([record], of: &item) { return code }
    try bookDead(of: item)
    return nil
  }

  private mutating func decideRelease(_ item: inout PostContext) throws(LedgerError) -> RefusalCode?
  {
    let account = account(item)
    guard let hold = item.original.flatMap({ account.holds[$0.sequence] }) else {
      return .holdClosed
    }
    var record = item.draft(.release)
    var freed: [LotID: Int64] = [:]
    for allocation in hold.allocations {
      freed[allocation.lot, default: 0] &+= allocation.points.minorUnits
    }
    record.amount = hold.points
    record.payments = account.payments(at: item.effective, gained: freed)
    item.mainRecord = try write(record, posted: item.posted)
    try bookDead(of: item)
    return nil
  }

  private mutating func decideExtend(_ item: inout PostContext) throws(LedgerError) -> RefusalCode?
  {
    let account = account(item)
    let expires = item.post.expires?.instant?.milliseconds ?? Lot.never
    var moves = false
    for position in 0..<account.lots.count where !moves {
      let lot = account.lots[position]
      moves =
        lot.origin == item.original?.sequence
        && account.isExtendable(lot, to: expires, at: item.effective)
    }
    guard moves else { return .notExtendable }
    item.mainRecord = try write(item.draft(.extend), posted: item.posted)
    return nil
  }
}
