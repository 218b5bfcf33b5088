extension Ledger {
  /// What became of points by the month in which they were issued: the redemption triangle, and
  /// breakage. The outstanding points of a month are those of `ageing`.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - unit: Nil for all units.
  /// - Returns: Sorted by unit and month.
  /// - Throws: `unknownUnit`, `compacted`.
  public func cohorts(
    at cut: ReportCut? = nil, unit: UnitCode? = nil
  ) throws(LedgerError) -> [CohortRow] {
    let cut = try self.cut(cut)
    let scan = try ReportScan(self, before: cut)
    var cohorts = try Cohorts(log, after: scan.base, unit: try unit.map(reportUnit))
    try scan.read { (record, _) throws(LedgerError) in
      try cohorts.add(record)
    }
    return cohorts.rows(
      units.map(\.code), last: CalendarPeriod(.month, containing: cut.lastEffective))
  }
}
