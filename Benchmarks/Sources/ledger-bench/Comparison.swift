/// The table: each figure of both sides, and how many times better the ledger is.
struct Comparison {
  private var rows: [(name: String, unit: String, isRate: Bool, sides: [[Double]])] = []

  /// Notes what a round measured.
  mutating func add(_ name: String, _ unit: String, isRate: Bool = false, _ values: Double?...) {
    let index =
      rows.firstIndex { $0.name == name }
      ?? {
        rows.append((name, unit, isRate, [[], []]))
        return rows.count - 1
      }()
    for (side, value) in values.enumerated() {
      if let value { rows[index].sides[side].append(value) }
    }
  }

  func show() {
    print(Self.line("", "PointsLedger", "SQLite", "times better"))
    for row in rows {
      let medians = row.sides.map { $0.isEmpty ? nil : median($0) }
      var ratio = ""
      if let ledger = medians[0], let sqlite = medians[1], ledger > 0, sqlite > 0 {
        ratio = Self.text(row.isRate ? ledger / sqlite : sqlite / ledger)
      }
      let texts = medians.map { $0.map { "\(Self.text($0)) \(row.unit)" } ?? "" }
      print(Self.line(row.name, texts[0], texts[1], ratio))
    }
  }

  private static func line(_ cells: String...) -> String {
    let widths = [44, 20, 20, 12]
    return zip(cells, widths).map { cell, width in
      cell + String(repeating: " ", count: max(width - cell.count, 1))
    }.joined()
  }

  private static func text(_ value: Double) -> String {
    if value >= 100 { return "\(Int(value.rounded()))" }
    return "\((value * 100).rounded() / 100)"
  }
}
