import PointsLedger

extension ReportCommand {
  /// The most months in a chart.
  private static let pictureWidth = 60

  func triangle(_ ledger: Ledger) throws {
    let rows = try ledger.cohorts(at: cut, unit: unit)
    let units = Units(of: ledger)
    guard mode != .table else { return try drawTriangle(rows, units) }
    var output = Output()
    var writer = ReportWriter(
      mode,
      [
        .text("unit"), .text("issueMonth"), .amount("monthsSince"), .amount("redeemed"),
        .amount("restored"),
      ])
    try writer.begin(&output)
    for row in rows {
      for (age, (redeemed, restored)) in zip(row.redeemedByAge, row.restoredByAge).enumerated()
      where redeemed != .zero || restored != .zero || age == 0 {
        try writer.add(
          [
            .text(row.unit.description), .text(row.issueMonth.description), .number(UInt64(age)),
            .text(units.text(redeemed, row.unit)), .text(units.text(restored, row.unit)),
          ], to: &output)
      }
    }
    try writer.end(&output)
  }

  private func drawTriangle(_ rows: [CohortRow], _ units: Units) throws {
    var output = Output()
    var writer = ReportWriter(
      mode,
      [
        .text("unit"), .text("issueMonth"), .amount("issued"), .amount("redeemed"),
        .amount("restored"), .amount("redemptionRate"), .picture("byMonthsSince"),
      ])
    for row in rows {
      var ages = zip(row.redeemedByAge, row.restoredByAge).map { $0.minorUnits &- $1.minorUnits }
      while ages.last == 0 { ages.removeLast() }
      let isCut = ages.count > Self.pictureWidth
      try writer.add(
        [
          .text(row.unit.description), .text(row.issueMonth.description),
          .text(units.text(row.sums.issued, row.unit)),
          .text(units.text(row.sums.redeemed, row.unit)),
          .text(units.text(row.sums.restored, row.unit)),
          .text(row.sums.redemptionRate.text(decimals: 4)),
          .text(Bar.sparkline(Array(ages.prefix(Self.pictureWidth))) + (isCut ? Bar.ellipsis : "")),
        ], to: &output)
    }
    try writer.end(&output)
  }

  func breakage(_ ledger: Ledger) throws {
    let rows = try ledger.cohorts(at: cut, unit: unit)
    let units = Units(of: ledger)
    var output = Output()
    var writer = ReportWriter(
      mode,
      [.text("unit"), .text("issueMonth")]
        + [
          "issued", "restored", "adjusted", "reissued", "redeemed", "expired", "clawedBack",
          "arrears", "outstanding", "redemptionRate", "breakageRate",
        ].map { .amount($0) })
    try writer.begin(&output)
    for row in rows {
      let sums = row.sums
      let points = [
        sums.issued, sums.restored, sums.adjusted, sums.reissued, sums.redeemed, sums.expired,
        sums.clawedBack, sums.arrears, try sums.outstanding,
      ]
      try writer.add(
        [.text(row.unit.description), .text(row.issueMonth.description)]
          + points.map { .text(units.text($0, row.unit)) }
          + [sums.redemptionRate, sums.breakageRate].map { .text($0.text(decimals: 4)) },
        to: &output)
    }
    try writer.end(&output)
  }
}
