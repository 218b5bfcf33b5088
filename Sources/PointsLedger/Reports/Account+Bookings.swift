extension Account {
  /// Passes the entries that would book the clock's work up to `instant` to `visit`, in order, with
  /// member and unit, as if nothing else happened. Returns the account after them.
  func bookings(
    upTo instant: Int64, _ visit: (Record) throws(LedgerError) -> Void
  ) throws(LedgerError) -> Account {
    var account = self
    while let due = account.nextDue(upTo: instant) {
      let hold = account.hold(of: due)
      try account.book(account.booking(due), visit)
      guard let hold else { continue }
      for lot in account.deadFreeLots(at: account.settled, of: hold) {
        try account.book(Record(expiryOf: lot, at: account.settled), visit)
      }
    }
    return account
  }

  private mutating func book(
    _ draft: Record, _ visit: (Record) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    var record = draft
    record.member = member
    record.unit = unit
    record.sequence = last ?? 0
    record.balanceAfter = net &+ record.change
    do throws(Contradiction) { try apply(record) } catch {
      throw LedgerError(.damaged, "\(error.reason); run verify")
    }
    try visit(record)
  }
}
