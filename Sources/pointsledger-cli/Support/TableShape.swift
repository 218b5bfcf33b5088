import PointsLedger

/// How a table for people fits into a line of 80 characters.
///
/// Where it is wider, numbers that are 0 in all rows are left out, then titles get shorter, charts go,
/// what is the same in all rows is said once, titles get shorter still, and at last each row is a
/// block of lines. A number is never cut.
struct TableShape {
  static let width = 80

  private let columns: [ReportWriter.Column]
  private var titles: [String]
  /// The columns that are shown, by their places in a row.
  private var kept: [Int]
  /// Nil if each row is a block of lines.
  private var table: Table?
  private var isFirst = true
  /// What was left out, below the table.
  private var notes: [String] = []

  /// - Parameters:
  ///   - rows: The first ones.
  ///   - isAll: Whether there are no others.
  init(_ columns: [ReportWriter.Column], _ rows: [[String]], isAll: Bool) {
    self.columns = columns
    titles = columns.map { Self.title($0.key) }
    kept = Array(columns.indices)
    let widths = columns.indices.map { index in
      rows.map { VisibleText.escaped($0[index]).count }.max() ?? 0
    }
    if !fits(widths), isAll { leaveOutZeros(rows) }
    if !fits(widths) { titles = titles.map { Self.shortTitles[$0] ?? $0 } }
    if !fits(widths) { kept.removeAll { columns[$0].isPicture } }
    if !fits(widths), isAll { sayOnce(rows) }
    if !fits(widths) { titles = titles.map { Self.shorterTitles[$0] ?? $0 } }
    if fits(widths) {
      table = Table(kept.map { (titles[$0], columns[$0].isNumber ? .right : .left) })
    } else {
      titles = columns.map { Self.title($0.key) }
    }
  }

  mutating func add(_ row: [String], to output: inout Output) throws(CommandFailure) {
    guard table == nil else {
      try table?.add(kept.map { row[$0] }, to: &output)
      return
    }
    if !isFirst { try output.line("") }
    isFirst = false
    var listing = Listing()
    for index in kept { listing.add(titles[index], row[index]) }
    try listing.write(to: &output)
  }

  mutating func end(_ output: inout Output) throws(CommandFailure) {
    try table?.flush(to: &output)
    for note in notes { try output.line(note) }
  }

  private func fits(_ widths: [Int]) -> Bool {
    let gaps = 2 * (kept.count - 1)
    return kept.reduce(gaps) { $0 + max(widths[$1], titles[$1].count) } <= Self.width
  }

  private mutating func leaveOutZeros(_ rows: [[String]]) {
    let zeros = kept.filter { index in
      columns[index].isNumber && !rows.isEmpty && rows.allSatisfy { Self.isZero($0[index]) }
    }
    guard !zeros.isEmpty else { return }
    kept.removeAll { zeros.contains($0) }
    notes.append("0 in all rows: " + zeros.map { titles[$0] }.joined(separator: ", "))
  }

  private mutating func sayOnce(_ rows: [[String]]) {
    guard rows.count > 1 else { return }
    for index in kept where !columns[index].isNumber {
      let text = rows[0][index]
      guard !text.isEmpty, rows.allSatisfy({ $0[index] == text }) else { continue }
      kept.removeAll { $0 == index }
      notes.append("\(titles[index]) in all rows: \(VisibleText.escaped(text))")
    }
  }

  private static func isZero(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
  }

  private static let shortTitles = [
    "transferred in": "in", "transferred out": "out", "clawed back": "clawed",
    "redemption rate": "used", "breakage rate": "broken", "issue month": "issued in",
    "expected use": "expected", "used to date": "to date", "recognised to date": "to date",
    "outstanding accounts": "accounts",
  ]

  private static let shorterTitles = [
    "opening": "open", "closing": "close", "restored": "rest.", "adjusted": "adj.",
    "redeemed": "red.", "expired": "exp.", "clawed": "claw.", "reissued": "reiss.",
    "outstanding": "outst.",
  ]

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
