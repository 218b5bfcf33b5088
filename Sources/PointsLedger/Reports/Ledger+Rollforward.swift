extension Ledger {
  /// How the points of each unit went from an opening to a closing amount, net of arrears.
  ///
  /// The clock's work counts at its own instant, whether or not it has been booked. Work at the
  /// first instant of a span belongs to the span before.
  ///
  /// - Parameters:
  ///   - from: Nil for the beginning; after a compaction, for the instant before which everything
  ///     was dropped.
  ///   - to: A cut before the entries effective at this instant; nil includes everything effective
  ///     by now.
  ///   - length: The length of the spans; nil for a single one.
  ///   - split: Splits the flows by location, campaign or member too. Locations and campaigns have no
  ///     opening and closing.
  ///   - unit: Nil for all units.
  ///   - calendar: Whose days, weeks, months, quarters or years the spans are.
  /// - Returns: Sorted by unit, time and label. Spans in which nothing happened have a row, from
  ///   `from` on, or else from the first flow of the unit on; in a split report they have none.
  /// - Throws: `outOfRange` if `from` is not before `to`, or for over a million rows;
  ///   `unknownUnit`; `compacted` if the span begins before the instant up to which entries were
  ///   dropped.
  public func rollforward(
    from: Instant? = nil, to: Instant? = nil, by length: CalendarPeriod.Length? = nil,
    split: RollforwardRow.Split? = nil, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) -> [RollforwardRow] {
    let end = try cut(to.map { .before($0) })
    let scan = try ReportScan(self, before: end)
    let start = try self.start(from)
    try check(from: start, to: end)
    let finder = length.map { PeriodFinder($0, in: calendar) }
    var report = Rollforward(
      from: start, to: end, by: finder, split: split, unit: try unit.map(reportUnit),
      openings: try openings(after: scan.base, split))
    try scan.read(from: start, by: finder) { (record, place) throws(LedgerError) in
      try report.add(record, at: place)
    }
    return try report.rows(units.map(\.code), names: split == .member ? shownNames(at: end) : [])
  }

  /// What each unit, or each member, had after the dropped entries.
  private func openings(
    after base: Base?, _ split: RollforwardRow.Split?
  ) throws(LedgerError) -> [Rollforward.Part: Points] {
    var openings: [Rollforward.Part: Points] = [:]
    guard let base else { return openings }
    for account in try base.accounts().values {
      let label: Rollforward.Label = split == .member ? .member(account.member) : .none
      let part = Rollforward.Part(unit: account.unit, label: label)
      try openings[part, default: .zero].add(account.net)
    }
    return openings
  }

  /// The number of the unit that a report is requested for.
  func reportUnit(_ code: UnitCode) throws(LedgerError) -> UInt8 { try unitNumber(code) }

  /// The cut of a report: now unless given.
  func cut(_ cut: ReportCut?) throws(LedgerError) -> ReportCut {
    if let cut { return cut }
    let latest = try door.look { (state) throws(LedgerError) in state.latestEffective }
    return .now(options.clock.now(), latest: latest)
  }

  func check(from: ReportCut?, to: ReportCut) throws(LedgerError) {
    guard let from, from.place >= to.place else { return }
    throw LedgerError(
      .outOfRange, "the report begins at \(from.instant) but ends at \(to.instant)")
  }
}
