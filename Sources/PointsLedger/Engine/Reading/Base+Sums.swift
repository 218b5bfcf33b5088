/// What reports need of the dropped entries.
extension Base {
  /// The highest effective instant of the dropped entries: a report as of later counts all of them.
  func latestEffective() throws(LedgerError) -> Int64 { try state().latestEffective }

  /// The kinds that count as activity after the last dropped entry.
  func activityKinds() throws(LedgerError) -> ActivityKinds { ActivityKinds(try state().units) }

  /// How much of an entry had been reversed by the last dropped entry.
  func reversed(_ sequence: UInt64) throws(LedgerError) -> Int64 {
    let state = try state()
    let amount = state.reversals.value(sequence)?.amount ?? 0
    try check(state)
    return amount
  }
}

extension NameTable {
  /// The names that the dropped entries introduced.
  init(of base: Base) throws(LedgerError) {
    let state = try base.state()
    self.init(of: state)
    try base.check(state)
  }
}

extension IssueMonths {
  /// The months of the dropped entries in which lots originate, before the first entry is noted.
  init(of base: Base?, in calendar: ZonedCalendar = .utc) throws(LedgerError) {
    self.init(from: base?.end ?? 0, in: calendar)
    try base?.forEach(.entries) { (sequence, kept: KeptEntry) throws(LedgerError) in
      if let record = kept.record(at: sequence) { noteEarlier(record) }
    }
  }
}
