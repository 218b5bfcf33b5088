import PointsLedger

/// Rows of text in aligned columns, for people.
///
/// Where the output has a width, the rows are made to fit it (`TableLayout`), a thousand at a time.
/// Elsewhere a row is a line: widths are computed from the rows collected when the first ones are
/// written, and a wider value afterwards shifts only its own line.
struct Table {
  /// The alignment of a column within its width.
  enum Alignment {
    case left, right
    /// A chart, which is left out where there is no room for it.
    case picture
  }

  typealias Column = (title: String, alignment: Alignment)

  private static let gathered = 1_000

  private let columns: [Column]
  private var rows: [[String]] = []
  private var layout: TableLayout?
  private var leftOut: [String] = []

  init(_ columns: [Column]) { self.columns = columns }

  mutating func add(_ row: [String], to output: inout Output) throws(CommandFailure) {
    rows.append(row.map { Terminal.visible($0) })
    if rows.count >= Self.gathered { try writeRows(to: &output) }
  }

  /// Writes the collected rows, the first time below the titles.
  mutating func flush(to output: inout Output) throws(CommandFailure) {
    if layout == nil || !rows.isEmpty { try writeRows(to: &output) }
    if !leftOut.isEmpty {
      try output.paragraph("(0 or nothing everywhere: \(leftOut.joined(separator: ", ")))")
    }
  }

  private mutating func writeRows(to output: inout Output) throws(CommandFailure) {
    var layout = layout
    if layout == nil || output.columns != nil {
      let next = TableLayout(columns, rows, columns: output.columns)
      if next != layout {
        for line in next.lines where line.contains(where: { !columns[$0.column].title.isEmpty }) {
          if output.isColoured { output.append("\u{1B}[1m") }
          output.append(text(columns.map(\.title), line, next, isFirst: line == next.lines.first))
          if output.isColoured { output.append("\u{1B}[0m") }
          try output.line("")
        }
        leftOut = next.leftOut
      }
      layout = next
    }
    self.layout = layout
    guard let layout else { return }
    for row in rows {
      for (index, line) in layout.lines.enumerated() {
        if index > 0, line.allSatisfy({ row[$0.column].isEmpty }) { continue }
        try output.paragraph(
          text(row, line, layout, isFirst: index == 0), indent: TableLayout.indent)
      }
    }
    rows.removeAll(keepingCapacity: true)
  }

  private func text(
    _ row: [String], _ cells: [TableLayout.Cell], _ layout: TableLayout, isFirst: Bool
  ) -> String {
    var line = isFirst ? "" : String(repeating: " ", count: TableLayout.indent)
    for (index, cell) in cells.enumerated() {
      if index > 0 { line += String(repeating: " ", count: TableLayout.gap) }
      let value =
        layout.dates.contains(cell.column) ? TableLayout.date(row[cell.column]) : row[cell.column]
      let padding = String(repeating: " ", count: max(cell.width - TextLines.width(value), 0))
      line += columns[cell.column].alignment == .right ? padding + value : value + padding
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }
}
