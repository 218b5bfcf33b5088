/// How the rows of a table fit into a width.
///
/// If they are too wide, dates lose a midnight, then columns go in which nothing stands, then
/// charts; at last the columns of a row are put into several lines. No number is cut.
struct TableLayout: Equatable {
  struct Cell: Equatable {
    let column: Int
    let width: Int
  }

  /// The cells of each line of a row.
  let lines: [[Cell]]
  /// The titles of columns that were left out because every row has 0 or nothing there.
  let leftOut: [String]
  /// Columns of which every instant is the start of a day, and is written as a date.
  let dates: Set<Int>

  /// What stands between two cells.
  static let gap = 2
  /// How far the second line of a row, and further ones, are put in.
  static let indent = 4

  /// - Parameter columns: Nil: any number.
  init(_ titles: [Table.Column], _ rows: [[String]], columns: Int?) {
    var shown = Array(titles.indices)
    var widths = titles.indices.map { column in
      rows.reduce(TextLines.width(titles[column].title)) {
        max($0, TextLines.width($1[column]))
      }
    }
    var dates: Set<Int> = []
    var idle: [Int] = []
    func isTooWide() -> Bool {
      guard let columns else { return false }
      return shown.reduce(-Self.gap) { $0 + widths[$1] + Self.gap } > columns
    }
    if isTooWide() {
      for column in shown where rows.allSatisfy({ Self.isDate($0[column]) }) {
        dates.insert(column)
        widths[column] = rows.reduce(TextLines.width(titles[column].title)) {
          max($0, TextLines.width(Self.date($1[column])))
        }
      }
    }
    if isTooWide(), !rows.isEmpty {
      idle = shown.dropFirst().filter { column in rows.allSatisfy { Self.isNothing($0[column]) } }
      shown.removeAll(where: idle.contains)
    }
    if isTooWide() { shown.removeAll { titles[$0].alignment == .picture } }
    lines = Self.lines(shown, widths, columns)
    leftOut = idle.map { titles[$0].title }.filter { !$0.isEmpty }
    self.dates = dates
  }

  private static func lines(_ shown: [Int], _ widths: [Int], _ columns: Int?) -> [[Cell]] {
    var lines: [[Cell]] = [[]]
    var used = 0
    for column in shown {
      let cell = Cell(column: column, width: widths[column])
      if let columns, used > 0, used + cell.width > columns {
        // What is wider than a line is text, which is broken at spaces.
        lines.append([])
        used = indent
      }
      lines[lines.count - 1].append(cell)
      used += cell.width + gap
    }
    return lines
  }

  private static let midnight = "T00:00:00Z"

  /// The start of a day, or no instant at all.
  private static func isDate(_ text: String) -> Bool {
    text.isEmpty || text.hasSuffix(midnight) || text == "never"
  }

  static func date(_ text: String) -> String {
    text.hasSuffix(midnight) ? String(text.dropLast(midnight.count)) : text
  }

  private static func isNothing(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
  }
}
