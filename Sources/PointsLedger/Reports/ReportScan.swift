internal import LedgerStorage

/// One pass over everything that counts before a cut, but for what was dropped: the entries in log
/// order, then the clock's work up to the cut that is not booked yet.
///
/// So no report depends on the times of sweeps.
struct ReportScan {
  let ledger: Ledger
  let cut: ReportCut
  /// What stands for the dropped entries, all of which count; nil if there are none.
  let base: Base?
  /// The first sequence number that is not read.
  private let end: UInt64
  /// Accounts on which the clock's work is not booked.
  private let due: [Account]

  /// - Throws: `compacted` if a dropped entry does not count.
  init(_ ledger: Ledger, before cut: ReportCut) throws(LedgerError) {
    self.ledger = ledger
    self.cut = cut
    base = ledger.log.base
    try base?.check(cut)
    (end, due) = try ledger.door.survey { (state) throws(LedgerError) in
      (state.nextSequence, state.accounts.filter { $0.nextDue(upTo: cut.clock) != nil })
    }
  }

  /// Passes each entry and its position to `visit`; see `ReportCut`.
  ///
  /// - Parameters:
  ///   - start: Where the report begins; nil: at the beginning.
  ///   - periods: Its spans begin where these do, too.
  func read(
    from start: ReportCut? = nil, by periods: PeriodFinder? = nil,
    _ visit: (Record, _ place: Int64) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    var callers = CallerInstants(start: start?.clock, end: cut.clock, periods: periods)
    try ledger.log.forEach(from: base?.end ?? 0) { (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      let place = callers.place(of: record)
      if place < cut.place { try visit(record, place) }
      return true
    }
    for account in due {
      let settled = account.settled
      _ = try account.bookings(upTo: cut.clock) { (record) throws(LedgerError) in
        let place =
          record.effective == settled
          ? callers.place(ofBookingAt: settled, account.member, account.unit)
          : ReportCut.place(ofClockAt: record.effective)
        if place < cut.place { try visit(record, place) }
      }
    }
  }
}

/// Separates the clock's work at an instant from what followed an entry at that instant, such as
/// the expiry of a credit that was dead on arrival. The latter has the position of the entry.
///
/// It matters only at possible cuts. One instant for each account is enough, since the entries of
/// an account are in order of `effective`.
private struct CallerInstants {
  let start: Int64?
  let end: Int64
  private var periods: PeriodFinder?
  /// By unit, then by member: the latest boundary at which there is an entry that is not the
  /// clock's.
  private var latest: [[Int64]] = []

  init(start: Int64?, end: Int64, periods: PeriodFinder?) {
    self.start = start
    self.end = end
    self.periods = periods
  }

  mutating func place(of record: Record) -> Int64 {
    guard let member = record.member, let unit = record.unit else {
      return ReportCut.place(ofEntryAt: record.effective)
    }
    if record.isClockWork { return place(ofBookingAt: record.effective, member, unit) }
    if record.kind != .refusal, isBoundary(record.effective) {
      note(record.effective, Int(member), Int(unit))
    }
    return ReportCut.place(ofEntryAt: record.effective)
  }

  func place(ofBookingAt instant: Int64, _ member: UInt32, _ unit: UInt8) -> Int64 {
    let follows =
      Int(unit) < latest.count && Int(member) < latest[Int(unit)].count
      && latest[Int(unit)][Int(member)] == instant
    return follows
      ? ReportCut.place(ofEntryAt: instant) : ReportCut.place(ofClockAt: instant)
  }

  private mutating func isBoundary(_ instant: Int64) -> Bool {
    instant == start || instant == end || periods?.begins(at: instant) ?? false
  }

  private mutating func note(_ instant: Int64, _ member: Int, _ unit: Int) {
    while latest.count <= unit { latest.append([]) }
    let missing = member + 1 - latest[unit].count
    if missing > 0 { latest[unit].append(contentsOf: repeatElement(Int64.min, count: missing)) }
    latest[unit][member] = instant
  }
}

extension Record {
  /// Whether the clock wrote it: an expiry, or the release of a hold at its deadline.
  var isClockWork: Bool { reference == nil && (kind == .expire || kind == .release) }
}
