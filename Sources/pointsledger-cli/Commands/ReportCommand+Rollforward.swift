import PointsLedger

extension ReportCommand {
  func rollforward(_ ledger: Ledger) throws {
    let split = by.compactMap(\.label).first
    let units = Units(of: ledger)
    let unit = try valuedUnit(units)
    let rows = try ledger.rollforward(
      from: from, to: to, by: length, split: split, unit: unit, in: calendar)
    let hasBalances = split == nil || split == .member
    var columns: [ReportWriter.Column] = []
    if length != nil { columns.append(.text("period")) }
    let spanPlace: ReportWriter.Place = length == nil ? .everywhere : .data
    columns.append(ReportWriter.Column(key: "from", place: spanPlace))
    columns.append(ReportWriter.Column(key: "to", place: spanPlace))
    columns.append(.text("unit"))
    if let split { columns.append(.text(split.rawValue)) }
    if hasBalances { columns.append(.amount("opening")) }
    columns += Self.flowNames.map { .amount($0) }
    let last = hasBalances ? "closing" : "net"
    columns.append(.amount(last))
    let valued = (hasBalances ? ["opening"] : []) + Self.flowNames
    if value != nil {
      columns += [.data("valuePerPoint"), .data("currency")]
      columns += valued.map { .dataAmount($0 + "Value") } + [.amount(last + "Value")]
    }
    var output = Output()
    var writer = ReportWriter(mode, columns)
    try writer.begin(&output)
    for row in rows {
      var values: [ReportWriter.Value] = length == nil ? [] : [.init(row.period?.description)]
      values += [shown(row.from), shown(row.to), .text(row.unit.description)]
      if split != nil { values.append(.init(row.label)) }
      let opening = hasBalances ? [row.opening ?? .zero] : []
      let points = opening + Self.values(of: row.flows) + [try row.closing ?? row.flows.net]
      values += points.map { .text(units.text($0, row.unit)) }
      if let value {
        values += [.text(value.description), .init(currency)]
        values += try points.map { .text(try worth($0, row.unit, units)) }
      }
      try writer.add(values, to: &output)
    }
    try writer.end(&output, notes: valueNote + [zoneNote])
  }

  /// The unit of the report. A value can only be that of a single unit.
  func valuedUnit(_ units: Units) throws(CommandFailure) -> UnitCode? {
    value == nil ? unit : try units.chosen(unit)
  }

  /// What points are worth, exactly.
  func worth(_ points: Points, _ unit: UnitCode, _ units: Units) throws -> String {
    try ExactDecimal(points, scale: Int(units.scale(of: unit))).times(value ?? .zero)
      .text(atLeast: 2)
  }

  /// The line for people that says what a point is worth.
  var valueNote: [String] {
    value.map { ["value: \($0)\(currency.map { " \($0)" } ?? "") a point"] } ?? []
  }

  private static let flowNames = [
    "issued", "restored", "adjusted", "transferredIn", "redeemed", "expired", "clawedBack",
    "transferredOut",
  ]

  private static func values(of flows: RollforwardFlows) -> [Points] {
    [
      flows.issued, flows.restored, flows.adjusted, flows.transferredIn, flows.redeemed,
      flows.expired, flows.clawedBack, flows.transferredOut,
    ]
  }
}
