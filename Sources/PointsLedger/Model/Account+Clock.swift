extension Account {
  /// The next thing that the clock does to an account.
  package enum Due: Hashable, Sendable {
    /// The hold made by this entry reached its deadline.
    case release(Hold)
    /// The free points of the lot at this position expire.
    case expiry(position: Int, at: Int64)

    package var instant: Int64 {
      switch self {
      case .release(let hold): hold.deadline
      case .expiry(_, let at): at
      }
    }
  }

  /// Whether the clock certainly does nothing at or before `instant`. It is a quick check;
  /// `nextDue` is the exact one.
  @inline(__always)
  package func isQuiet(upTo instant: Int64) -> Bool {
    isPlain && !lots.hasSliding && lots.firstExpiry > instant
  }

  /// The balance at `instant`, which must not be before `settled`, with the clock's work up to
  /// there.
  package func settledBalance(at instant: Int64) throws(Contradiction) -> Balance {
    if let balance = plainBalance(at: instant) { return balance }
    var account = self
    try account.advance(to: instant)
    return account.balance(at: instant)
  }

  /// The same without doing that work; nil for an account on which the clock may do more than
  /// expire lots.
  package func plainBalance(at instant: Int64) -> Balance? {
    guard isPlain, !lots.hasSliding else { return nil }
    var balance = balance(at: instant)
    var dead: Int64 = 0
    var position = 0
    while position < lots.count, case let lot = lots[position], lot.expires <= instant {
      dead &+= lot.remaining
      position += 1
    }
    guard dead > 0 else { return balance }
    balance.available = Points(minorUnits: balance.available.minorUnits &- dead)
    balance.expired = Points(minorUnits: balance.expired.minorUnits &+ dead)
    return balance
  }

  /// The first thing that the clock does at or before `instant`, or nil. At one instant releases
  /// come before expiries, and each kind keeps its own order.
  package func nextDue(upTo instant: Int64) -> Due? {
    // Nothing is booked before `settled`.
    guard instant >= settled else { return nil }
    let expiry = nextExpiry(upTo: instant)
    guard let release = nextRelease(upTo: instant) else { return expiry }
    guard let expiry, expiry.instant < release.instant else { return release }
    return expiry
  }

  private func nextRelease(upTo instant: Int64) -> Due? {
    guard !isPlain, let hold = holds.first, hold.deadline <= instant else { return nil }
    return .release(hold)
  }

  /// The first death of a lot with free points at or before `instant`.
  package func nextExpiry(upTo instant: Int64) -> Due? {
    // Without inactivity rules, lots die in order of consumption.
    guard lots.hasSliding else {
      return lots.firstFree(expiredAt: instant).map { .expiry(position: $0, at: lots[$0].expires) }
    }
    var first: (position: Int, at: Int64)?
    for position in 0..<lots.count {
      let lot = lots[position]
      guard lot.free > 0 else { continue }
      let death = death(of: lot)
      guard death <= instant else { continue }
      if let known = first, known.at <= death { continue }
      first = (position, death)
    }
    return first.map { .expiry(position: $0.position, at: $0.at) }
  }

  /// Whether `lot` has died by `instant`.
  package func isDead(_ lot: Lot, at instant: Int64) -> Bool { death(of: lot) <= instant }

  /// The hold that `due` releases, or nil.
  package func hold(of due: Due) -> Hold? {
    guard case .release(let hold) = due else { return nil }
    return hold
  }

  /// The entry that books `due`, without its position in the log.
  package func booking(_ due: Due) -> Record {
    switch due {
    case .release(let hold):
      let effective = max(hold.deadline, settled)
      var record = Record(kind: .release, occurred: effective, effective: effective)
      record.original = hold.sequence
      record.amount = hold.points
      record.payments = payments(afterFreeing: hold, at: effective)
      return record
    case .expiry(let position, let at):
      return Record(expiryOf: lots[position], at: max(at, settled))
    }
  }

  /// The lots that can no longer be spent at `instant` but have free points, in order of
  /// consumption. An `expire` right afterwards must book them.
  ///
  /// - Parameter hold: Only the lots that this hold held; nil for all.
  package func deadFreeLots(at instant: Int64, of hold: Hold? = nil) -> [Lot] {
    if let hold { return deadFreeLots(at: instant, heldBy: hold) }
    var dead: [Lot] = []
    for position in 0..<lots.count {
      let lot = lots[position]
      if !lots.hasSliding, lot.expires > instant { break }
      guard lot.free > 0, isDead(lot, at: instant) else { continue }
      dead.append(lot)
    }
    return dead
  }

  private func deadFreeLots(at instant: Int64, heldBy hold: Hold) -> [Lot] {
    let positions = Set(hold.allocations.compactMap { position(ofLot: $0) })
    return positions.sorted().map { lots[$0] }
      .filter { $0.free > 0 && isDead($0, at: instant) }
  }

  private func payments(afterFreeing hold: Hold, at instant: Int64) -> [Payment] {
    guard !debts.isEmpty else { return [] }
    var freed: [LotID: Int64] = [:]
    for allocation in hold.allocations {
      freed[allocation.lot, default: 0] &+= allocation.points.minorUnits
    }
    return payments(at: instant, gained: freed)
  }
}

extension Record {
  /// The entry that books the free points of a lot as expired, without its position in the log.
  package init(expiryOf lot: Lot, at instant: Int64) {
    self.init(kind: .expire, occurred: instant, effective: instant)
    original = lot.origin
    amount = lot.free
    change = -lot.free
    allocations = [Allocation(of: lot, points: lot.free)]
  }
}

extension Allocation {
  /// Points taken from a lot, with the dates of the lot.
  init(of lot: Lot, points: Int64) {
    self.init(
      lot: lot.id, arrival: lot.arrival, origin: SequenceNumber(lot.origin),
      points: Points(minorUnits: points), activates: Instant(clamping: lot.activates),
      expires: lot.expires == Lot.never ? nil : Instant(clamping: lot.expires),
      sliding: lot.sliding)
  }
}
