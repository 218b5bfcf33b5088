extension Account {
  /// Advances the account to `instant` as the clock does if nothing else happens. Used for queries,
  /// not for the log.
  package mutating func advance(to instant: Int64) throws(Contradiction) {
    while let due = nextDue(upTo: instant) {
      let hold = hold(of: due)
      try applyBooking(booking(due))
      guard let hold else { continue }
      for lot in deadFreeLots(at: settled, of: hold) {
        try applyBooking(Record(expiryOf: lot, at: settled))
      }
    }
  }

  /// Expires the points that an entry left on dead lots.
  package mutating func expireDead(at instant: Int64) throws(Contradiction) {
    for lot in deadFreeLots(at: instant) { try applyBooking(Record(expiryOf: lot, at: instant)) }
  }

  private mutating func applyBooking(_ draft: Record) throws(Contradiction) {
    var record = draft
    record.sequence = last ?? 0
    record.balanceAfter = net &+ record.change
    try apply(record)
  }
}
