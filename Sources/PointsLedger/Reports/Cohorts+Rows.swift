extension Cohorts {
  /// - Parameters:
  ///   - codes: The units in order of their numbers.
  ///   - last: The month of the report.
  func rows(_ codes: [UnitCode], last: CalendarPeriod) -> [CohortRow] {
    // A unit that is not there is a fault of the base, which `verify` names.
    sums.filter { codes.indices.contains(Int($0.key.unit)) }
      .sorted { ($0.key.unit, $0.key.month) < ($1.key.unit, $1.key.month) }.map { key, sums in
        let ages = (0...max(0, last.distance(from: key.month))).map { Cell(cohort: key, age: $0) }
        return CohortRow(
          unit: codes[Int(key.unit)], issueMonth: key.month, sums: sums,
          redeemedByAge: ages.map { redeemed[$0] ?? .zero },
          restoredByAge: ages.map { restored[$0] ?? .zero })
      }
  }
}
