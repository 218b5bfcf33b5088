extension Cohorts {
  /// - Parameters:
  ///   - codes: The units in order of their numbers.
  ///   - last: The month of the report.
  func rows(_ codes: [UnitCode], last: CalendarPeriod) -> [CohortRow] {
    sums.sorted { ($0.key.unit, $0.key.month) < ($1.key.unit, $1.key.month) }.map { key, sums in
      CohortRow(
        unit: codes[Int(key.unit)], issued: key.month, sums: sums,
        redeemedByAge: (0...max(0, last.distance(from: key.month))).map { age in
          redeemed[Cell(cohort: key, age: age)] ?? .zero
        })
    }
  }
}
