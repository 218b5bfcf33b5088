extension Account {
  /// When points end.
  enum Ending {
    case at(Int64)
    case never
    /// They pay arrears when their hold ends.
    case paysArrears
  }

  /// Passes all points to `visit`, with the instant at which they end if nothing else happens.
  func forEachEnding(
    _ visit: (_ points: Int64, Ending) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    guard holds.isEmpty else { return try forEachEndingByTheClock(visit) }
    // Nothing is freed later, so every lot ends on its own.
    for position in 0..<lots.count {
      let lot = lots[position]
      let death = death(of: lot)
      try visit(lot.remaining, death == Lot.never ? .never : .at(death))
    }
  }

  /// Lets the clock run to the end of time.
  private func forEachEndingByTheClock(
    _ visit: (_ points: Int64, Ending) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    var paid = Points.zero
    let rest = try bookings(upTo: Instant.latest.milliseconds) { (record) throws(LedgerError) in
      if record.kind == .expire { try visit(record.amount, .at(record.effective)) }
      for payment in record.payments { try paid.add(payment.points) }
    }
    try visit(paid.minorUnits, .paysArrears)
    try visit(rest.lots.total, .never)
  }
}
