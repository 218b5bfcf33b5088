extension Ledger {
  /// What became of points by the month, quarter or year in which they were issued: the redemption
  /// triangle, and breakage. The outstanding points are those of `ageing`.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - length: That of the periods: `month`, `quarter` or `year`.
  ///   - issued: Only what was issued in these months. After a compaction, needed for months of
  ///     another zone than UTC: the sums of dropped entries are by months in UTC.
  ///   - unit: Nil for all units.
  ///   - calendar: Whose months they are.
  /// - Returns: Sorted by unit and period.
  /// - Throws: `unknownUnit`; `compacted`, also if `issued` begins too early; `outOfRange` for days
  ///   and weeks.
  public func cohorts(
    at cut: ReportCut? = nil, by length: CalendarPeriod.Length = .month,
    issued: IssueSpan = .all, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) -> [CohortRow] {
    try check(length, issued, in: calendar)
    let cut = try self.cut(cut)
    let scan = try ReportScan(self, before: cut)
    var cohorts = try Cohorts(
      log, after: scan.base, unit: try unit.map(reportUnit), in: calendar)
    try scan.read { (record, _) throws(LedgerError) in
      try cohorts.add(record)
    }
    let last = calendar.period(.month, containing: Instant(clamping: cut.lastEffective))
    return try cohorts.rows(
      units.map(\.code), by: length, issued: issued, last: last.number)
  }

  /// The first month of issue whose sums are known by the months of a calendar; nil if all are. After
  /// a compaction those of dropped entries are known by months in UTC only.
  ///
  /// - Throws: `damaged`, `inputOutput`.
  public func firstIssueMonth(
    in calendar: ZonedCalendar
  ) throws(LedgerError) -> CalendarPeriod? {
    guard let base = log.base, !calendar.isUTC else { return nil }
    let before = try base.before()
    let month = calendar.period(.month, containing: before)
    return calendar.start(of: month) == before ? month : month.next
  }

  /// Throws `compacted` if sums of dropped entries would be needed by months of another zone.
  func check(
    _ length: CalendarPeriod.Length, _ issued: IssueSpan, in calendar: ZonedCalendar
  ) throws(LedgerError) {
    guard length != .day, length != .week else {
      throw LedgerError(.outOfRange, "points are summed up by months of issue, not by \(length)s")
    }
    guard let base = log.base, let first = try firstIssueMonth(in: calendar),
      (issued.first?.months.lowerBound ?? Int.min) < first.number
    else { return }
    throw try base.dropped(
      "what was issued before \(first) by the clocks of \(calendar.zone)",
      advice: "; ask for what was issued in \(first) and later, or for months in UTC")
  }
}

extension CohortSums {
  mutating func add(_ other: CohortSums) throws(LedgerError) {
    for sum in [
      \CohortSums.issued, \.restored, \.adjusted, \.reissued, \.redeemed, \.expired, \.clawedBack,
      \.arrears,
    ] as [WritableKeyPath<CohortSums, Points>] {
      try self[keyPath: sum].add(other[keyPath: sum].minorUnits)
    }
  }
}
