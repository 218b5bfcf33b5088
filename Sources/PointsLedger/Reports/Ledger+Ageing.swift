extension Ledger {
  /// Outstanding points by periods of issue and of expiry. They add up to what all members have
  /// available, pending and held.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - length: That of the periods: `month`, `quarter` or `year`.
  ///   - issued: As for `cohorts`.
  ///   - unit: Nil for all units.
  ///   - calendar: Whose months they are.
  /// - Returns: Sorted by unit, period of issue and period of expiry; points that never expire come
  ///   last.
  /// - Throws: As `cohorts`.
  public func ageing(
    at cut: ReportCut? = nil, by length: CalendarPeriod.Length = .month,
    issued: IssueSpan = .all, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) -> [AgeingRow] {
    struct Key: Hashable {
      var unit: UInt8
      var issued: Int
      var expires: Int?
    }
    try check(length, issued, in: calendar)
    let wanted = try unit.map(reportUnit)
    let snapshot = try ReportSnapshot(self, at: try self.cut(cut), withMonthsOf: calendar)
    var finder = PeriodFinder(length, in: calendar)
    var sums: [Key: Points] = [:]
    for account in snapshot.accounts where wanted ?? account.unit == account.unit {
      for position in 0..<account.lots.count {
        let lot = account.lots[position]
        guard lot.remaining > 0 else { continue }
        let month = try snapshot.months.month(of: lot.origin)
        guard issued.contains(month) else { continue }
        let death = account.death(of: lot)
        let key = Key(
          unit: account.unit, issued: CalendarPeriod.floor(month, length.months),
          expires: death == Lot.never ? nil : finder.number(containing: death &- 1))
        try sums[key, default: .zero].add(lot.remaining)
      }
    }
    let codes = units.map(\.code)
    func order(_ key: Key) -> (UInt8, Int, Int) { (key.unit, key.issued, key.expires ?? Int.max) }
    return sums.sorted { order($0.key) < order($1.key) }.map { key, points in
      AgeingRow(
        unit: codes[Int(key.unit)], issuePeriod: CalendarPeriod(length, number: key.issued),
        expiryPeriod: key.expires.map { CalendarPeriod(length, number: $0) }, points: points)
    }
  }
}
