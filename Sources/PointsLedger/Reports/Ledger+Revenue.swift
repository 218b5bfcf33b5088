extension Ledger {
  /// Revenue from points that a part of the price was allocated to, recognised as they are used
  /// (IFRS 15).
  ///
  /// The points are those that the months of issue kept (see `CohortSums.breakageRate`), and the use
  /// of exactly these. An estimate that falls short of the use is raised to it, so never more is
  /// recognised than was allocated. Where it changes from one close to the next, ask with the
  /// present one, and say what was recognised before: the difference is the revenue since then.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - allocated: The amount allocated to these points. It says by its decimals how finely revenue
  ///     is rounded: 9000 to whole units of money, 9000.00 to hundredths.
  ///   - breakage: The percentage of the points expected to expire unused, 0 to 100.
  ///   - recognised: What was recognised before. For the sum of all time; periods begin with 0.
  ///   - length: `month`, `quarter` or `year`; nil: all time up to the cut.
  ///   - issued: The months in which the points were issued; as for `cohorts`.
  ///   - unit: Nil for the ledger's first.
  ///   - calendar: Whose months they are.
  /// - Returns: In order of time; from the first month of issue on. Empty if nothing was issued.
  /// - Throws: As `cohorts`; `outOfRange` for a breakage that is not from 0 to 100, and beyond 127 bits.
  public func revenue(
    at cut: ReportCut? = nil, allocated: ExactDecimal, breakage: ExactDecimal,
    recognised: ExactDecimal = .zero, by length: CalendarPeriod.Length? = nil,
    issued: IssueSpan = .all, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) -> [RevenueRow] {
    let expectedShare = try breakage.complementOfPercent()
    try check(length ?? .month, issued, in: calendar)
    let unit = try oneUnit(unit)
    let scale = units.first { $0.code == unit }?.scale ?? 0
    let cohorts = try cohorts(at: cut, issued: issued, unit: unit, in: calendar)
    guard let first = cohorts.first?.issuePeriod else { return [] }
    var use = Use(cohorts, by: length)
    guard let kept = Int64(exactly: use.kept) else {
      throw LedgerError(.outOfRange, "the points issued are too many")
    }
    let points = ExactDecimal(Points(minorUnits: kept), scale: scale)
    let expected = try points.times(expectedShare)
    let share = RevenueShare(allocated: allocated, expected: expected, scale: scale)
    func row(
      _ period: CalendarPeriod?, _ used: Points, _ before: ExactDecimal
    ) throws(LedgerError) -> RevenueRow {
      try use.toDate.add(used.minorUnits)
      let recognised = try share.recognised(use.toDate)
      return RevenueRow(
        period: period, unit: unit, used: used, usedToDate: use.toDate, expectedUse: expected,
        recognised: try recognised.minus(before), recognisedToDate: recognised,
        liability: try allocated.minus(recognised))
    }
    guard let length else { return [try row(nil, use.total(), recognised)] }
    var rows: [RevenueRow] = []
    var before = ExactDecimal.zero
    let start = CalendarPeriod.floor(first.number, length.months)
    for number in start...max(start, use.last) {
      let next = try row(
        CalendarPeriod(length, number: number), use.periods[number] ?? .zero, before)
      before = next.recognisedToDate
      rows.append(next)
    }
    return rows
  }
}

/// The use of the points of some months of issue.
private struct Use {
  /// The points that the months kept.
  var kept: Int128 = 0
  /// Redeemed less restored points, by the number of the period.
  var periods: [Int: Points] = [:]
  /// The number of the period of the report.
  var last = Int.min
  /// What the rows so far add up to.
  var toDate = Points.zero

  /// - Parameter cohorts: By month.
  init(_ cohorts: [CohortRow], by length: CalendarPeriod.Length?) {
    for row in cohorts {
      kept += row.sums.kept
      for (age, (redeemed, restored)) in zip(row.redeemedByAge, row.restoredByAge).enumerated() {
        let period = CalendarPeriod.floor(
          row.issuePeriod.number + age, (length ?? .month).months)
        // The sums of an account stay within 63 bits, and so do their differences.
        periods[period, default: .zero] = Points(
          minorUnits: (periods[period] ?? .zero).minorUnits &+ redeemed.minorUnits
            &- restored.minorUnits)
        last = max(last, period)
      }
    }
  }

  func total() throws(LedgerError) -> Points {
    var total = Points.zero
    for points in periods.values { try total.add(points.minorUnits) }
    return total
  }
}

/// The arithmetic of revenue.
private struct RevenueShare {
  let allocated: ExactDecimal
  let expected: ExactDecimal
  let scale: Int

  func recognised(_ used: Points) throws(LedgerError) -> ExactDecimal {
    let used = ExactDecimal(used, scale: scale)
    if used.isZero { return .zero }
    guard try !expected.minus(used).isNegative else { return allocated }
    let share = try allocated.times(used).divided(by: expected)
    return try ExactDecimal(share, decimals: allocated.decimals)
  }
}
