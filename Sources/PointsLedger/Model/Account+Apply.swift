extension Account {
  /// An entry cannot be applied to an account: the log contradicts itself.
  package struct Contradiction: Error, Sendable {
    package var reason: String
    package init(_ reason: String) { self.reason = reason }
  }

  /// Changes the account by `record`, without the clock and without any decision.
  ///
  /// `merged` is the other account of a merge, as it was right before.
  package mutating func apply(_ record: Record, merged: Account? = nil) throws(Contradiction) {
    defer { last = record.sequence }
    guard record.kind != .refusal else { return }
    switch record.kind {
    case .opening, .earn: try credit(record)
    case .adjust: if record.change >= 0 { try credit(record) } else { try takeAndOwe(record) }
    case .redeem, .transfer: try takeAll(record)
    case .hold: try reserve(record)
    case .capture: try capture(record)
    case .release: try release(holdOf(record))
    case .reverse, .counter: try applyTwoSided(record, merged: merged)
    case .expire: try takeAll(record)
    case .extend: extendLots(record)
    case .merge, .unit, .enroll, .link, .unlink, .freeze, .unfreeze, .closePeriod, .erase,
      .refusal, .clock, .compact:
      break
    }
    try pay(record)
    addLifetime(record)
    settle(record)
    guard net == record.balanceAfter else {
      throw Contradiction("the balance after is \(net), the entry says \(record.balanceAfter)")
    }
  }

  private mutating func credit(_ record: Record) throws(Contradiction) {
    try addGross(record.amount)
    lots.insert(
      Lot(
        id: LotID(created: SequenceNumber(record.sequence), ordinal: 0), origin: record.sequence,
        arrival: record.sequence, arrivedAt: record.effective,
        activates: record.activates ?? record.occurred, expires: record.expires ?? Lot.never,
        sliding: record.sliding, remaining: record.amount))
    startActivity()
  }

  private mutating func applyTwoSided(_ record: Record, merged: Account?) throws(Contradiction) {
    if let merged {
      try absorb(merged, record)
    } else if record.kind == .counter, record.flags.contains(.mergedAway) {
      empty()
    } else if record.change < 0 {
      try takeAndOwe(record)
    } else {
      guard record.owing == 0 else {
        throw Contradiction("it leaves points owing, and changes nothing")
      }
      if record.cancelled > 0 { try cancelDebt(record) }
      for allocation in record.allocations { try restore(allocation, record) }
      for (ordinal, lot) in record.newLots.enumerated() { try add(lot, ordinal, record) }
    }
  }

  private mutating func takeAndOwe(_ record: Record) throws(Contradiction) {
    try takeAll(record)
    guard record.owing > 0 else { return }
    debts.append(Debt(origin: record.sequence, remaining: record.owing))
    arrears &+= record.owing
  }

  private mutating func cancelDebt(_ record: Record) throws(Contradiction) {
    guard let index = debts.firstIndex(where: { $0.origin == record.original }),
      debts[index].remaining >= record.cancelled
    else { throw Contradiction("it cancels more than is owed") }
    debts[index].remaining &-= record.cancelled
    arrears &-= record.cancelled
    if debts[index].remaining == 0 { debts.remove(at: index) }
  }

  private mutating func takeAll(_ record: Record) throws(Contradiction) {
    for allocation in record.allocations {
      try take(allocation.points.minorUnits, at: try position(of: allocation))
    }
  }

  private mutating func reserve(_ record: Record) throws(Contradiction) {
    for allocation in record.allocations {
      let position = try position(of: allocation)
      guard lots[position].free >= allocation.points.minorUnits else {
        throw Contradiction("a hold takes more than its lot has free")
      }
      lots.update(at: position) { $0.held &+= allocation.points.minorUnits }
    }
    open(
      Hold(
        sequence: record.sequence, deadline: record.expires ?? Lot.never,
        allocations: record.allocations))
  }

  private mutating func capture(_ record: Record) throws(Contradiction) {
    let hold = try holdOf(record)
    if record.flags.contains(.partial), let rest = hold.without(record.amount) {
      update(rest)
      for allocation in record.allocations {
        try free(allocation.points.minorUnits, at: try position(of: allocation))
      }
    } else {
      try release(hold)
    }
    try takeAll(record)
  }

  private func holdOf(_ record: Record) throws(Contradiction) -> Hold {
    guard let hold = record.original.flatMap({ holds[$0] }) else {
      throw Contradiction("its hold is not open")
    }
    return hold
  }

  private mutating func release(_ hold: Hold) throws(Contradiction) {
    _ = takeHold(hold.sequence)
    for allocation in hold.allocations {
      try free(allocation.points.minorUnits, at: try position(of: allocation))
    }
  }

  /// Held points of a lot are free again.
  private mutating func free(_ points: Int64, at position: Int) throws(Contradiction) {
    guard lots[position].held >= points else {
      throw Contradiction("a hold returns more than its lot has held")
    }
    lots.update(at: position) { $0.held &-= points }
  }

  private func position(of allocation: Allocation) throws(Contradiction) -> Int {
    let expires = allocation.expires?.milliseconds ?? Lot.never
    if let position = lots.position(
      of: allocation.lot, expires: expires, origin: allocation.origin.value)
      ?? lots.position(of: allocation.lot)
    {
      return position
    }
    throw Contradiction("it names a lot that is not on the account")
  }

  private mutating func take(_ points: Int64, at place: Int) throws(Contradiction) {
    let lot = lots[place]
    guard points > 0, lot.free >= points else {
      throw Contradiction("it takes more than a lot has free")
    }
    if lot.remaining == points, !lot.sliding.isSome || lot.endedAt != Lot.never {
      lots.remove(at: place)
    } else {
      // An emptied lot with an inactivity rule stays until it dies: it may be restored.
      lots.update(at: place) { $0.remaining &-= points }
    }
  }

  private mutating func restore(
    _ allocation: Allocation, _ record: Record
  ) throws(Contradiction) {
    let points = allocation.points.minorUnits
    try addGross(points)
    let expires =
      extensions[allocation.lot] ?? allocation.expires?.milliseconds ?? Lot.never
    if let position = lots.position(
      of: allocation.lot, expires: expires, origin: allocation.origin.value)
      ?? lots.position(of: allocation.lot)
    {
      lots.update(at: position) { $0.remaining &+= points }
      return
    }
    lots.insert(
      Lot(
        id: allocation.lot, origin: allocation.origin.value,
        arrival: allocation.arrival, arrivedAt: record.effective,
        activates: allocation.activates.milliseconds, expires: expires,
        sliding: allocation.sliding,
        // A missing lot with an inactivity rule has died.
        endedAt: allocation.sliding.isSome ? record.effective : Lot.never, remaining: points))
  }

  private mutating func add(
    _ lot: NewLot, _ ordinal: Int, _ record: Record
  ) throws(Contradiction) {
    try addGross(lot.points)
    lots.insert(
      Lot(
        id: LotID(created: SequenceNumber(record.sequence), ordinal: ordinal), origin: lot.origin,
        arrival: record.sequence, arrivedAt: record.effective, activates: lot.activates,
        expires: lot.expires, sliding: lot.sliding, remaining: lot.points))
    startActivity()
  }

  private mutating func extendLots(_ record: Record) {
    var moved: [Lot] = []
    var extensions = extensions
    var position = 0
    while position < lots.count {
      if canExtend(lots[position], record) {
        moved.append(lots[position])
        lots.remove(at: position)
      } else {
        position += 1
      }
    }
    for var lot in moved {
      lot.expires = record.expires ?? Lot.never
      extensions[lot.id] = lot.expires
      lots.insert(lot)
    }
    self.extensions = extensions
  }

  private func canExtend(_ lot: Lot, _ record: Record) -> Bool {
    lot.origin == record.original
      && isExtendable(lot, to: record.expires ?? Lot.never, at: record.effective)
  }

  /// Whether `lot` is alive at `instant`, holds points, and ends before `expires`.
  package func isExtendable(_ lot: Lot, to expires: Int64, at instant: Int64) -> Bool {
    lot.remaining > 0 && lot.expires < expires && !isDead(lot, at: instant)
  }

  private mutating func pay(_ record: Record) throws(Contradiction) {
    if record.payments.isEmpty { return }
    // Works on a local copy: changing the account's list element by element would copy it each
    // time.
    var debts = debts
    defer { self.debts = debts }
    for payment in record.payments {
      guard let place = lots.position(of: payment.lot) else {
        throw Contradiction("it pays from a lot that is not on the account")
      }
      try take(payment.points, at: place)
      guard let index = debts.firstIndex(where: { $0.origin == payment.debt }),
        debts[index].remaining >= payment.points
      else { throw Contradiction("it pays more than is owed") }
      debts[index].remaining &-= payment.points
      arrears &-= payment.points
      if debts[index].remaining == 0 { debts.remove(at: index) }
    }
  }

  /// Moves everything from `source`, which keeps nothing.
  private mutating func absorb(_ source: Account, _ record: Record) throws(Contradiction) {
    try addGross(source.gross)
    for position in 0..<source.lots.count {
      var lot = source.lots[position]
      // A lot that inactivity has ended must not live again by arriving here.
      let death = source.death(of: lot)
      if lot.sliding.isSome, death <= record.effective {
        if lot.remaining == 0 { continue }
        lot.endedAt = death
      }
      lot.arrival = record.sequence
      lot.arrivedAt = record.effective
      lots.insert(lot)
    }
    for hold in source.holds.inOrder { open(hold) }
    arrears &+= source.arrears
    debts.append(contentsOf: source.debts)
    debts.sort { $0.origin < $1.origin }
    extensions.merge(source.extensions) { _, theirs in theirs }
    for member in source.merged.keys { self.merged[member] = record.sequence }
    self.merged[source.member] = record.sequence
    // Activity on the source does not count here: its lots count from their arrival.
    startActivity()
    earned &+= source.earned
    redeemed &+= source.redeemed
    expired &+= source.expired
  }

  private mutating func empty() {
    lots = LotQueue()
    holds = OpenHolds()
    debts = []
    arrears = 0
    activity = []
    extensions = [:]
    merged = [:]
    earned = 0
    redeemed = 0
    expired = 0
    gross = 0
  }

  private mutating func addGross(_ points: Int64) throws(Contradiction) {
    let (sum, overflow) = gross.addingReportingOverflow(points)
    guard !overflow, points >= 0 else { throw Contradiction("its credits exceed 63 bits") }
    gross = sum
  }

  private mutating func addLifetime(_ record: Record) {
    guard record.kind == .reverse else { return addLifetime(record.kind, record.amount) }
    if record.flags.contains(.ofEarned) { earned &+= record.change }
    if record.flags.contains(.ofRedeemed) { redeemed &-= record.change }
  }

  /// Counts an entry of any kind but `reverse`.
  mutating func addLifetime(_ kind: EntryKind, _ amount: Int64) {
    switch kind {
    case .opening, .earn: earned &+= amount
    case .redeem, .capture: redeemed &+= amount
    case .expire: expired &+= amount
    default: break
    }
  }

  private mutating func settle(_ record: Record) {
    if record.effective > settled { settled = record.effective }
    guard record.reference != nil, !activity.isEmpty else { return }
    endIdleLots(at: record.effective)
    activity[Int(record.kind.rawValue)] = record.effective
  }

  /// Marks the lots that inactivity has ended by `instant`, so that later activity does not revive
  /// them.
  private mutating func endIdleLots(at instant: Int64) {
    var position = 0
    while position < lots.count {
      let lot = lots[position]
      guard lot.sliding.isSome, lot.endedAt == Lot.never, case let death = death(of: lot),
        death <= instant
      else {
        position += 1
        continue
      }
      if lot.remaining == 0 {
        lots.remove(at: position)
      } else {
        lots.update(at: position) { $0.endedAt = death }
        position += 1
      }
    }
  }

  private mutating func startActivity() {
    guard lots.hasSliding, activity.isEmpty else { return }
    activity = Array(repeating: Int64.min, count: EntryKind.allCases.count + 1)
  }
}
