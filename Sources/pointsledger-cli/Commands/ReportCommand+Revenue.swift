import PointsLedger

extension ReportCommand {
  func revenue(_ ledger: Ledger) throws {
    guard let allocated, let breakage else { return }
    let units = Units(of: ledger)
    let unit = try units.chosen(unit)
    let expected = try ExpectedBreakage(breakage, in: ledger, at: cut, unit: unit, calendar)
    let rows = try ledger.revenue(
      at: cut, allocated: allocated, breakage: expected.percent, recognised: recognised ?? .zero,
      by: length, issued: issued, unit: unit, in: calendar)
    var columns: [ReportWriter.Column] = length == nil ? [] : [.text("period")]
    columns += [
      .data("unit"), .amount("used"), .amount("usedToDate"), .dataAmount("expectedUse"),
      .dataAmount("allocated"), .data("currency"), .amount("recognised"),
      .amount("recognisedToDate"), .amount("liability"),
    ]
    columns += expected.columns
    func money(_ amount: ExactDecimal) -> ReportWriter.Value {
      .text(amount.text(atLeast: allocated.decimals))
    }
    func expectedUse(_ row: RevenueRow) -> String {
      row.expectedUse.text(atLeast: Int(units.scale(of: unit)))
    }
    var output = Output()
    var writer = ReportWriter(mode, columns)
    try writer.begin(&output)
    for row in rows {
      var values: [ReportWriter.Value] = length == nil ? [] : [.init(row.period?.description)]
      values += [
        .text(row.unit.description), .text(units.text(row.used, unit)),
        .text(units.text(row.usedToDate, unit)),
        .text(expectedUse(row)), money(allocated), .init(currency), money(row.recognised),
        money(row.recognisedToDate), money(row.liability),
      ]
      try writer.add(values + expected.values, to: &output)
    }
    let amount = allocated.text(atLeast: allocated.decimals) + (currency.map { " \($0)" } ?? "")
    let use = rows.first.map { ["expected use: \(expectedUse($0)) \(unit)"] } ?? []
    try writer.end(
      &output, notes: ["allocated: \(amount)"] + use + [expected.note, zoneNote])
  }
}
