extension Decider {
  /// Writes that the operator accepts a clock, in milliseconds. The entry is effective at the last
  /// `posted`, so that a clock that turns out to be wrong settles nothing. Returns its index.
  mutating func accept(clock: Int64) throws(LedgerError) -> Int {
    let last = state.lastPosted
    var record = Record(kind: .clock, occurred: last, effective: last)
    record.activates = clock
    return try write(record, posted: max(clock, last))
  }

  /// Whether the clock has work on the accounts of a post before it is decided.
  func hasDue(_ item: borrowing PostContext) -> Bool {
    for index in 0..<item.accounts.count {
      let number = item.accounts[index]
      if state.accounts.look(number, { $0.isQuiet(upTo: item.effective) }) { continue }
      if state.accounts.look(number, { $0.nextDue(upTo: item.effective) != nil }) { return true }
    }
    return false
  }

  /// Whether a post is certainly not refused after the clock's work on its account. This is decided
  /// from the account as it is before that work.
  func isSure(_ item: borrowing PostContext) -> Bool {
    guard let number = item.account, !item.post.hasRare else { return false }
    let points = item.post.points?.minorUnits ?? 0
    switch item.post.kind {
    case .opening, .earn:
      // Lots that end can only make room.
      return state.accounts.look(number) { $0.hasRoom(points: points, lots: 1) }
    case .redeem:
      let effective = item.effective
      return state.accounts.look(number) {
        ($0.plainBalance(at: effective)?.available.minorUnits ?? 0) >= points
      }
    default: return false
    }
  }

  /// Books the clock's work on the accounts of a post.
  mutating func book(_ item: inout PostContext) throws(LedgerError) {
    for index in 0..<item.accounts.count {
      try book(account: item.accounts[index], upTo: item.effective, posted: item.posted)
    }
  }

  /// The result of booking one account.
  package struct Booked: Sendable {
    package var entries = 0
    package var expired: Int64 = 0
    package var released: Int64 = 0
  }

  /// Writes an entry for each hold and lot of an account that the clock has ended by `instant`.
  @discardableResult
  package mutating func book(
    account number: Int, upTo instant: Int64, posted: Int64, most: Int = Int.max
  ) throws(LedgerError) -> Booked {
    var booked = Booked()
    while booked.entries < most,
      let due = state.accounts.look(number, { $0.nextDue(upTo: instant) })
    {
      // Looked at, not copied: thousands of lots may die at once.
      let (hold, record) = state.accounts.look(number) { account in
        var record = account.booking(due)
        record.member = account.member
        record.unit = account.unit
        return (account.hold(of: due), record)
      }
      try write(record, posted: posted)
      booked.entries += 1
      switch due {
      case .release:
        booked.released &+= record.amount
        let dead = try bookDead(
          account: number, at: record.effective, posted: posted, of: hold)
        booked.entries += dead.entries
        booked.expired &+= dead.expired
      case .expiry: booked.expired &+= record.amount
      }
    }
    return booked
  }

  /// Books the free points of dead lots as expired, right after the entry that freed them.
  @discardableResult
  mutating func bookDead(
    account number: Int, at instant: Int64, posted: Int64, of hold: Hold? = nil
  ) throws(LedgerError) -> Booked {
    var booked = Booked()
    for lot in state.accounts.look(number, { $0.deadFreeLots(at: instant, of: hold) }) {
      var record = Record(expiryOf: lot, at: instant)
      record.member = state.accounts.look(number) { $0.member }
      record.unit = state.accounts.look(number) { $0.unit }
      try write(record, posted: posted)
      booked.entries += 1
      booked.expired &+= record.amount
    }
    return booked
  }
}
