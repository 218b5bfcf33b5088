import PointsLedger

/// Writes the rows of a report: JSON lines, CSV, or a table for people.
struct ReportWriter {
  enum Mode {
    case json, csv
    /// CSV without a text that a spreadsheet takes for a formula.
    case spreadsheet
    case table
  }

  /// Where a column is shown.
  enum Place {
    case everywhere
    /// In JSON and CSV.
    case data
    /// In the table, for people.
    case table
  }

  struct Column {
    let key: String
    var place = Place.everywhere
    var alignment = Table.Alignment.left

    /// Whether it is right-aligned in the table.
    var isNumber: Bool { alignment == .right }

    /// Points, or another amount.
    static func amount(_ key: String) -> Column { Column(key: key, alignment: .right) }
    static func text(_ key: String) -> Column { Column(key: key) }
    static func data(_ key: String) -> Column { Column(key: key, place: .data) }
    /// An amount in JSON and CSV.
    static func dataAmount(_ key: String) -> Column {
      Column(key: key, place: .data, alignment: .right)
    }
    /// A chart.
    static func picture(_ key: String = "") -> Column {
      Column(key: key, place: .table, alignment: .picture)
    }
  }

  enum Value {
    case text(String)
    /// Digits that JSON accepts as a number.
    case number(UInt64)
    case boolean(Bool)
    case none

    init(_ text: String?) { self = text.map { .text($0) } ?? .none }
  }

  private let mode: Mode
  private let columns: [Column]
  private var table: Table

  init(_ mode: Mode, _ columns: [Column]) {
    self.mode = mode
    self.columns = columns
    table = Table(
      columns.filter { $0.place != .data }.map {
        (Self.title($0.key), $0.alignment)
      })
  }

  /// Starts the output with the header of a CSV file.
  func begin(_ output: inout Output) throws(CommandFailure) {
    guard mode == .csv || mode == .spreadsheet else { return }
    let keys = columns.filter { $0.place != .table }.map(\.key)
    try output.line(keys.joined(separator: ","))
  }

  /// Writes a row, with a value for each column.
  mutating func add(_ values: [Value], to output: inout Output) throws(CommandFailure) {
    switch mode {
    case .json:
      var object = JSONObjectWriter(&output.bytes)
      for (column, value) in zip(columns, values) where column.place != .table {
        switch value {
        case .text(let text): object.string(column.key, text, to: &output.bytes)
        case .number(let number): object.integer(column.key, number, to: &output.bytes)
        case .boolean(let flag): object.boolean(column.key, flag, to: &output.bytes)
        case .none: object.null(column.key, to: &output.bytes)
        }
      }
      object.end(&output.bytes)
      try output.line("")
    case .csv, .spreadsheet:
      var isFirst = true
      for (column, value) in zip(columns, values) where column.place != .table {
        if !isFirst { output.append(",") }
        isFirst = false
        var text = Self.text(value)
        if mode == .spreadsheet, !column.isNumber, Self.isFormula(text) { text = "'" + text }
        CSVText.append(Array(text.utf8)[...], to: &output.bytes)
      }
      try output.line("")
    case .table:
      let shown = zip(columns, values).filter { $0.0.place != .data }
      try table.add(shown.map { Self.text($0.1) }, to: &output)
    }
  }

  /// Writes a row for people only, such as a total.
  mutating func addSummary(_ values: [Value], to output: inout Output) throws(CommandFailure) {
    if mode == .table { try add(values, to: &output) }
  }

  /// - Parameter notes: Lines for people, below the table.
  mutating func end(_ output: inout Output, notes: [String] = []) throws(CommandFailure) {
    if mode == .table {
      try table.flush(to: &output)
      for note in notes { try output.paragraph(Terminal.visible(note)) }
    }
    try output.flush()
  }

  private static func isFormula(_ text: String) -> Bool {
    text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
  }

  private static func text(_ value: Value) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): String(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .none: ""
    }
  }

  /// `clawedBack` as `clawed back`.
  private static func title(_ key: String) -> String {
    var title = ""
    for character in key {
      if character.isUppercase { title += " " }
      title += character.lowercased()
    }
    return title
  }
}
