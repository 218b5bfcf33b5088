extension Ledger {
  /// Outstanding points, and their value.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - value: The price of one point, in any currency.
  ///   - breakage: The percentage of points expected to expire unused, 0 to 100.
  ///   - unit: Nil for all units.
  /// - Returns: A row for each unit, in order.
  /// - Throws: `unknownUnit`; `outOfRange` for a breakage that is not from 0 to 100, and beyond 127 bits.
  public func liability(
    at cut: ReportCut? = nil, value: ExactDecimal? = nil, breakage: ExactDecimal? = nil,
    unit: UnitCode? = nil
  ) throws(LedgerError) -> [LiabilityRow] {
    let expected = try breakage?.complementOfPercent()
    let wanted = try unit.map(reportUnit)
    let snapshot = try ReportSnapshot(self, at: try self.cut(cut))
    let units = units
    var sums = Array(
      repeating: (outstanding: Points.zero, arrears: Points.zero, count: 0), count: units.count)
    for account in snapshot.accounts where Int(account.unit) < sums.count {
      let number = Int(account.unit)
      try sums[number].outstanding.add(account.lots.total)
      try sums[number].arrears.add(account.arrears)
      if account.lots.total > 0 { sums[number].count += 1 }
    }
    var rows: [LiabilityRow] = []
    for (number, info) in units.enumerated() where wanted.map({ Int($0) == number }) ?? true {
      let sum = sums[number]
      let worth = try value?.times(ExactDecimal(sum.outstanding, scale: info.scale))
      rows.append(
        LiabilityRow(
          unit: info.code, outstanding: sum.outstanding, arrears: sum.arrears,
          outstandingAccounts: sum.count, value: worth,
          expectedValue: try expected.flatMap { (share) throws(LedgerError) in
            try worth?.times(share)
          }))
    }
    return rows
  }
}
