/// The share of points that expired unused, from months of issue of which nothing is left.
///
/// These are all months before the first one that still has points outstanding. A later month of
/// which nothing is left does not count: what was redeemed early would count too much.
public struct BreakageHistory: Hashable, Sendable, Encodable {
  /// The first month of issue.
  public let first: CalendarPeriod
  /// The last one.
  public let last: CalendarPeriod
  /// Expired points in a hundred of those that the months kept, with at most 4 decimals; the last
  /// one is rounded, halves away from zero.
  public let percent: ExactDecimal

  /// - Parameter rows: The months of a unit, in order. Nil is the answer if none of them counts.
  init?(_ rows: [CohortRow]) throws(LedgerError) {
    var kept: Int128 = 0
    var expired: Int128 = 0
    var last: CohortRow?
    for row in rows {
      guard try row.sums.outstanding == .zero, row.sums.arrears == .zero else { break }
      kept += row.sums.kept
      expired += Int128(row.sums.expired.minorUnits)
      last = row
    }
    guard kept > 0, let first = rows.first, let last else { return nil }
    self.first = first.issuePeriod
    self.last = last.issuePeriod
    percent = try ExactDecimal(ExactRatio(expired * 100, kept), decimals: 4)
  }
}

extension Ledger {
  /// The breakage rate in the ledger's own history. After a compaction that of another zone than UTC
  /// begins with `firstIssueMonth`.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - unit: Nil for the ledger's first.
  ///   - calendar: Whose months they are.
  /// - Returns: Nil if there is no month of issue of which nothing is left.
  /// - Throws: As `cohorts`.
  public func breakageHistory(
    at cut: ReportCut? = nil, unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) -> BreakageHistory? {
    let unit = try oneUnit(unit)
    guard let first = try firstIssueMonth(in: calendar) else {
      return try BreakageHistory(try cohorts(at: cut, unit: unit, in: calendar))
    }
    // Of the months before, it is known in UTC whether something is left.
    let earlier = try cohorts(at: cut, unit: unit).prefix { $0.issuePeriod < first }
    for row in earlier where try row.sums.outstanding != .zero || row.sums.arrears != .zero {
      return nil
    }
    let issued = IssueSpan(first: first, last: nil) ?? .all
    return try BreakageHistory(try cohorts(at: cut, issued: issued, unit: unit, in: calendar))
  }

  /// The unit of a report that is of one: the ledger's first unless given.
  func oneUnit(_ unit: UnitCode?) throws(LedgerError) -> UnitCode {
    guard let unit = unit ?? units.first?.code else {
      throw LedgerError(.unknownUnit, "the ledger has no unit")
    }
    return unit
  }
}
