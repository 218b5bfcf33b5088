import PointsLedger

extension ReportCommand {
  /// The most periods in a chart.
  private static let pictureWidth = 60

  /// `issueMonth`.
  var issueKey: String { "issue" + Self.capitalized(issueLength) }

  var issueLength: CalendarPeriod.Length { length ?? .month }

  static func capitalized(_ length: CalendarPeriod.Length) -> String {
    length.rawValue.prefix(1).uppercased() + length.rawValue.dropFirst()
  }

  private func cohorts(_ ledger: Ledger) throws -> [CohortRow] {
    try ledger.cohorts(at: cut, by: issueLength, issued: issued, unit: unit, in: calendar)
  }

  func triangle(_ ledger: Ledger) throws {
    let rows = try cohorts(ledger)
    let units = Units(of: ledger)
    guard mode != .table else { return try drawTriangle(rows, units) }
    var output = Output()
    var writer = ReportWriter(
      mode,
      [
        .text("unit"), .text(issueKey), .amount("\(issueLength)sSince"), .amount("redeemed"),
        .amount("restored"),
      ])
    try writer.begin(&output)
    for row in rows {
      for (age, (redeemed, restored)) in zip(row.redeemedByAge, row.restoredByAge).enumerated()
      where redeemed != .zero || restored != .zero || age == 0 {
        try writer.add(
          [
            .text(row.unit.description), .text(row.issuePeriod.description), .number(UInt64(age)),
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
        .text("unit"), .text(issueKey), .amount("issued"), .amount("redeemed"),
        .amount("restored"), .amount("redemptionRate"),
        .picture("by\(Self.capitalized(issueLength))sSince"),
      ])
    for row in rows {
      var ages = zip(row.redeemedByAge, row.restoredByAge).map { $0.minorUnits &- $1.minorUnits }
      while ages.last == 0 { ages.removeLast() }
      let isCut = ages.count > Self.pictureWidth
      try writer.add(
        [
          .text(row.unit.description), .text(row.issuePeriod.description),
          .text(units.text(row.sums.issued, row.unit)),
          .text(units.text(row.sums.redeemed, row.unit)),
          .text(units.text(row.sums.restored, row.unit)),
          .text(row.sums.redemptionRate.text(decimals: 4)),
          .text(Bar.sparkline(Array(ages.prefix(Self.pictureWidth))) + (isCut ? Bar.ellipsis : "")),
        ], to: &output)
    }
    try writer.end(&output, notes: [zoneNote])
  }

  func breakage(_ ledger: Ledger) throws {
    let units = Units(of: ledger)
    let rows = try ledger.cohorts(
      at: cut, by: issueLength, issued: issued, unit: try valuedUnit(units), in: calendar)
    var output = Output()
    let sums = [
      "issued", "restored", "adjusted", "reissued", "redeemed", "expired", "clawedBack", "arrears",
      "outstanding",
    ]
    var columns: [ReportWriter.Column] = [.text("unit"), .text(issueKey)]
    columns += (sums + ["redemptionRate", "breakageRate"]).map { .amount($0) }
    if value != nil {
      columns += [.data("valuePerPoint"), .data("currency")]
      columns += [.amount("expiredValue"), .amount("outstandingValue")]
    }
    var writer = ReportWriter(mode, columns)
    try writer.begin(&output)
    for row in rows {
      let sums = row.sums
      let outstanding = try sums.outstanding
      let points = [
        sums.issued, sums.restored, sums.adjusted, sums.reissued, sums.redeemed, sums.expired,
        sums.clawedBack, sums.arrears, outstanding,
      ]
      var values: [ReportWriter.Value] = [
        .text(row.unit.description), .text(row.issuePeriod.description),
      ]
      values += points.map { .text(units.text($0, row.unit)) }
      values += [sums.redemptionRate, sums.breakageRate].map { .text($0.text(decimals: 4)) }
      if let value {
        values += [.text(value.description), .init(currency)]
        values += try [sums.expired, outstanding].map { .text(try worth($0, row.unit, units)) }
      }
      try writer.add(values, to: &output)
    }
    try writer.end(&output, notes: valueNote + [zoneNote])
  }
}
