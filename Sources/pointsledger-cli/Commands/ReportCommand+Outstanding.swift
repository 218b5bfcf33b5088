import PointsLedger

extension ReportCommand {
  func ageing(_ ledger: Ledger) throws {
    let rows = try ledger.ageing(
      at: cut, by: issueLength, issued: issued, unit: unit, in: calendar)
    let units = Units(of: ledger)
    let most = rows.map(\.points.minorUnits).max() ?? 0
    var output = Output()
    var writer = ReportWriter(
      mode,
      [
        .text("unit"), .text(issueKey), .text("expiry" + Self.capitalized(issueLength)),
        .amount("points"), .picture(),
      ])
    try writer.begin(&output)
    for row in rows {
      let never = mode == .table ? ReportWriter.Value.text("never") : .none
      try writer.add(
        [
          .text(row.unit.description), .text(row.issuePeriod.description),
          row.expiryPeriod.map { .text($0.description) } ?? never,
          .text(units.text(row.points, row.unit)),
          .text(Bar.text(row.points.minorUnits, of: most)),
        ], to: &output)
    }
    try end(&writer, totals: rows.map { ($0.unit, $0.points) }, units, to: &output)
  }

  func expiring(_ ledger: Ledger) throws {
    let rows = try ledger.expiring(
      at: viewpoint, until: to, within: within, by: length ?? .month, unit: unit, in: calendar)
    let units = Units(of: ledger)
    let most = rows.map(\.points.minorUnits).max() ?? 0
    var output = Output()
    var writer = ReportWriter(
      mode,
      [.text("unit"), .text("when"), .data("until"), .amount("points"), .picture()])
    try writer.begin(&output)
    for row in rows {
      let (when, until) = place(of: row)
      try writer.add(
        [
          .text(row.unit.description), .text(when), .init(until?.description),
          .text(units.text(row.points, row.unit)),
          .text(Bar.text(row.points.minorUnits, of: most)),
        ], to: &output)
    }
    try end(&writer, totals: rows.map { ($0.unit, $0.points) }, units, to: &output)
  }

  /// Whom to remind.
  func expiringByMember(_ ledger: Ledger) throws {
    let rows = try ledger.expiringByMember(
      at: viewpoint, until: to, within: within, unit: unit, in: calendar)
    let units = Units(of: ledger)
    var output = Output()
    var writer = ReportWriter(
      mode,
      [.text("member"), .text("unit"), .amount("points"), .text("lastDay"), .data("expires")])
    try writer.begin(&output)
    for row in rows {
      try writer.add(
        [
          .text(row.member.description), .text(row.unit.description),
          .text(units.text(row.points, row.unit)), .text(row.lastDay.description),
          .text(row.expires.description),
        ], to: &output)
    }
    try writer.end(&output, notes: [zoneNote])
  }

  /// From where the future is seen; nil for now.
  private var viewpoint: ReportCut? { asOf.map { .asOf($0) } ?? from.map { .before($0) } }

  func liability(_ ledger: Ledger) throws {
    let units = Units(of: ledger)
    let unit = try valuedUnit(units)
    let expected = try breakage.map {
      try ExpectedBreakage($0, in: ledger, at: cut, unit: unit, calendar)
    }
    let rows = try ledger.liability(
      at: cut, value: value, breakage: expected?.percent, unit: unit)
    var output = Output()
    var columns: [ReportWriter.Column] = [
      .text("unit"), .amount("outstanding"), .amount("arrears"), .amount("outstandingAccounts"),
    ]
    if value != nil { columns += [.data("valuePerPoint"), .data("currency"), .amount("value")] }
    if let expected { columns += expected.columns + [.amount("expectedValue")] }
    var writer = ReportWriter(mode, columns)
    try writer.begin(&output)
    for row in rows {
      var values: [ReportWriter.Value] = [
        .text(row.unit.description), .text(units.text(row.outstanding, row.unit)),
        .text(units.text(row.arrears, row.unit)), .number(UInt64(row.outstandingAccounts)),
      ]
      if let value {
        values += [.text(value.description), .init(currency), .init(row.value?.text(atLeast: 2))]
      }
      if let expected { values += expected.values + [.init(row.expectedValue?.text(atLeast: 2))] }
      try writer.add(values, to: &output)
    }
    try writer.end(&output, notes: valueNote + (expected.map { [$0.note] } ?? []) + [zoneNote])
  }

  private func place(of row: ExpiringRow) -> (when: String, until: Instant?) {
    switch row.when {
    case .period(let period): (period.description, calendar.end(of: period))
    case .later: ("later", nil)
    case .never: ("never", nil)
    case .paysArrears: ("paysArrears", nil)
    }
  }

  /// Ends a report of points with the totals of its units.
  private func end(
    _ writer: inout ReportWriter, totals rows: [(UnitCode, Points)], _ units: Units,
    to output: inout Output
  ) throws {
    for (unit, total) in Self.totals(rows) {
      try writer.addSummary(
        [.text(unit.description), .text("total"), .none, .text(units.text(total, unit)), .none],
        to: &output)
    }
    try writer.end(&output, notes: [zoneNote])
  }

  /// The sums of units that have more than one row.
  private static func totals(_ rows: [(UnitCode, Points)]) -> [(UnitCode, Points)] {
    var totals: [(unit: UnitCode, points: Points, rows: Int)] = []
    for (unit, points) in rows {
      if totals.last?.unit != unit { totals.append((unit, .zero, 0)) }
      let last = totals.count - 1
      totals[last].points = Points(
        minorUnits: totals[last].points.minorUnits &+ points.minorUnits)
      totals[last].rows += 1
    }
    return totals.filter { $0.rows > 1 }.map { ($0.unit, $0.points) }
  }
}
