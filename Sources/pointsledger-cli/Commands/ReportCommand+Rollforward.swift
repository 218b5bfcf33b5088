import PointsLedger

extension ReportCommand {
  func rollforward(_ ledger: Ledger) throws {
    let split: RollforwardRow.Split? =
      by.contains(.location) ? .location : by.contains(.campaign) ? .campaign : nil
    let rows = try ledger.rollforward(from: from, to: to, by: length, split: split, unit: unit)
    let units = Units(of: ledger)
    var columns: [ReportWriter.Column] = []
    if length != nil { columns.append(.text("period")) }
    let spanPlace: ReportWriter.Place = length == nil ? .everywhere : .data
    columns.append(ReportWriter.Column(key: "from", place: spanPlace))
    columns.append(ReportWriter.Column(key: "to", place: spanPlace))
    columns.append(.text("unit"))
    if let split {
      columns.append(.text(split.rawValue))
    } else {
      columns.append(.amount("opening"))
    }
    columns += Self.flowNames.map { .amount($0) }
    columns.append(.amount(split == nil ? "closing" : "net"))
    var output = Output()
    var writer = ReportWriter(mode, columns)
    try writer.begin(&output)
    for row in rows {
      func text(_ points: Points) -> ReportWriter.Value { .text(units.text(points, row.unit)) }
      var values: [ReportWriter.Value] = length == nil ? [] : [.init(row.period?.description)]
      values.append(.init(row.from?.description))
      values.append(.text(row.to.description))
      values.append(.text(row.unit.description))
      values.append(split == nil ? text(row.opening ?? .zero) : .init(row.label))
      values += Self.values(of: row.flows).map(text)
      values.append(text(try row.closing ?? row.flows.net))
      try writer.add(values, to: &output)
    }
    try writer.end(&output)
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
