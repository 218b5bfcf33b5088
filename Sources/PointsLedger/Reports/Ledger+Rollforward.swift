extension Ledger {
  /// How the points of each unit came from one amount to another, net of arrears.
  ///
  /// What the clock does counts at its own instant, whether or not it has been booked; at an
  /// instant where a span begins, it belongs to the span before.
  ///
  /// - Parameters:
  ///   - from: Nil: from the beginning.
  ///   - to: A cut before what is effective then; nil: with all that is effective by now.
  ///   - length: The spans; nil: one.
  ///   - split: Also by where, or in which campaign, points moved; opening and closing are then
  ///     left out.
  ///   - unit: Nil: all.
  /// - Returns: In order of unit, time and label. Spans in which there is nothing are left out.
  /// - Throws: `outOfRange` if `from` is not before `to`, or for over a million rows;
  ///   `unknownUnit`.
  public func rollforward(
    from: Instant? = nil, to: Instant? = nil, by length: CalendarPeriod.Length? = nil,
    split: RollforwardRow.Split? = nil, unit: UnitCode? = nil
  ) throws(LedgerError) -> [RollforwardRow] {
    let end = to.map { ReportCut.before($0) } ?? .asOf(options.clock.now())
    let start = from.map { ReportCut.before($0) }
    try check(from: start, to: end)
    var report = Rollforward(
      from: start, to: end, by: length, split: split, unit: try unit.map(reportUnit))
    let scan = try ReportScan(self, before: end)
    try scan.read(boundaries: start.map { [$0.clock] } ?? []) {
      (record, place) throws(LedgerError) in
      try report.add(record, at: place)
    }
    return try report.rows(units.map(\.code))
  }

  /// The number of a unit that a report is asked for.
  func reportUnit(_ code: UnitCode) throws(LedgerError) -> UInt8 { try unitNumber(code) }

  /// The cut of a report: now unless given.
  func cut(_ cut: ReportCut?) -> ReportCut { cut ?? .asOf(options.clock.now()) }

  func check(from: ReportCut?, to: ReportCut) throws(LedgerError) {
    guard let from, from.place >= to.place else { return }
    throw LedgerError(
      .outOfRange, "the report begins at \(from.instant) but ends at \(to.instant)")
  }
}
