import PointsLedger

/// Rows of text in aligned columns, for people.
///
/// Widths are computed from the rows collected when the first ones are written; a wider value
/// afterwards shifts only its own line.
struct Table {
  /// The alignment of a column within its width.
  enum Alignment { case left, right }

  private static let gathered = 1_000

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []
  private var widths: [Int] = []

  init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

  mutating func add(_ row: [String], to output: inout Output) throws(CommandFailure) {
    rows.append(row.map(VisibleText.escaped))
    if rows.count >= Self.gathered { try flush(to: &output) }
  }

  /// Writes the collected rows, the first time below the titles.
  mutating func flush(to output: inout Output) throws(CommandFailure) {
    if widths.isEmpty {
      for (index, column) in columns.enumerated() {
        let widest = rows.map { $0[index].count }.max() ?? 0
        widths.append(max(widest, column.title.count))
      }
      if output.isColoured { output.append("\u{1B}[1m") }
      output.append(text(columns.map(\.title)))
      if output.isColoured { output.append("\u{1B}[0m") }
      try output.line("")
    }
    for row in rows { try output.line(text(row)) }
    rows.removeAll(keepingCapacity: true)
  }

  private func text(_ row: [String]) -> String {
    var line = ""
    for (index, value) in row.enumerated() {
      if index > 0 { line += "  " }
      let padding = String(repeating: " ", count: max(widths[index] - value.count, 0))
      switch columns[index].alignment {
      case .left: line += index == row.count - 1 ? value : value + padding
      case .right: line += padding + value
      }
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
