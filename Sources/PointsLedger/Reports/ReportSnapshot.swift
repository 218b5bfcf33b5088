internal import LedgerStorage

/// All accounts at a cut, after the clock's work up to there.
struct ReportSnapshot {
  private(set) var accounts: [Account] = []
  /// Empty unless requested.
  private(set) var months = IssueMonths()

  /// Takes accounts that have not changed since the cut from the state, and rebuilds the others in
  /// one pass over the log, which also collects the months.
  ///
  /// - Throws: `compacted` if an entry that was dropped does not count.
  /// - Parameter calendar: Whose months are collected; nil: none.
  init(
    _ ledger: Ledger, at cut: ReportCut, withMonthsOf calendar: ZonedCalendar? = nil
  ) throws(LedgerError) {
    let base = ledger.log.base
    try base?.check(cut)
    let (end, settled, others) = try ledger.door.survey { (state) throws(LedgerError) in
      var settled: [Account] = []
      var others: Set<UInt64> = []
      for account in state.accounts where account.last != nil {
        if ReportCut.place(ofEntryAt: account.settled) < cut.place {
          settled.append(account)
        } else {
          others.insert(Account.key(account.member, account.unit))
        }
      }
      return (state.nextSequence, settled, others)
    }
    accounts = settled
    if calendar != nil || !others.isEmpty {
      accounts += try rebuild(others, ledger, base, before: end, at: cut, calendar)
    }
    for index in accounts.indices {
      do throws(Account.Contradiction) { try accounts[index].advance(to: cut.clock) } catch {
        throw LedgerError(.damaged, "\(error.reason); run verify")
      }
    }
  }

  private mutating func rebuild(
    _ numbers: Set<UInt64>, _ ledger: Ledger, _ base: Base?, before end: UInt64,
    at cut: ReportCut, _ calendar: ZonedCalendar?
  ) throws(LedgerError) -> [Account] {
    var rebuilt = numbers.isEmpty ? [:] : try base?.accounts() ?? [:]
    var months = try IssueMonths(of: calendar == nil ? nil : base, in: calendar ?? .utc)
    try ledger.log.forEach(from: base?.end ?? 0) { (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      if calendar != nil { months.append(record) }
      guard !numbers.isEmpty, let member = record.member, let unit = record.unit,
        record.kind != .refusal, ReportCut.place(ofEntryAt: record.effective) < cut.place
      else { return true }
      // Merged accounts are needed too, so all are rebuilt.
      var merged: Account?
      if record.flags.contains(.mergedInto), let source = record.counterparty {
        merged = rebuilt[Account.key(source, unit)]
      }
      do throws(Account.Contradiction) {
        try rebuilt[Account.key(member, unit), default: Account(member: member, unit: unit)]
          .apply(record, merged: merged)
      } catch {
        throw LedgerError(.damaged, "entry \(record.sequence): \(error.reason); run verify")
      }
      return true
    }
    self.months = months
    return rebuilt.filter { numbers.contains($0.key) }.map(\.value)
  }
}
