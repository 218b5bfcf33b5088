extension Cohorts {
  /// - Parameters:
  ///   - codes: The units in order of their numbers.
  ///   - length: That of the rows: a month, a quarter or a year.
  ///   - last: The number of the month of the report.
  func rows(
    _ codes: [UnitCode], by length: CalendarPeriod.Length, issued: IssueSpan, last: Int
  ) throws(LedgerError) -> [CohortRow] {
    func period(_ month: Int) -> Int { CalendarPeriod.floor(month, length.months) }
    func isWanted(_ key: Key) -> Bool {
      // A unit that is not there is a fault of the base, which `verify` names.
      codes.indices.contains(Int(key.unit)) && issued.contains(key.month)
    }
    var grouped: [Key: CohortSums] = [:]
    for (key, sums) in sums where isWanted(key) {
      try grouped[Key(unit: key.unit, month: period(key.month)), default: CohortSums()].add(sums)
    }
    func ages(_ cells: [Cell: Points]) throws(LedgerError) -> [Cell: Points] {
      var ages: [Cell: Points] = [:]
      for (cell, points) in cells where isWanted(cell.cohort) {
        let month = cell.cohort.month
        let cohort = Key(unit: cell.cohort.unit, month: period(month))
        let age = period(month + cell.age) - cohort.month
        try ages[Cell(cohort: cohort, age: age), default: .zero].add(points.minorUnits)
      }
      return ages
    }
    let (redeemed, restored) = (try ages(redeemed), try ages(restored))
    return grouped.sorted { ($0.key.unit, $0.key.month) < ($1.key.unit, $1.key.month) }.map {
      key, sums in
      let cells = (0...max(0, period(last) - key.month)).map { Cell(cohort: key, age: $0) }
      return CohortRow(
        unit: codes[Int(key.unit)], issuePeriod: CalendarPeriod(length, number: key.month),
        sums: sums, redeemedByAge: cells.map { redeemed[$0] ?? .zero },
        restoredByAge: cells.map { restored[$0] ?? .zero })
    }
  }
}
