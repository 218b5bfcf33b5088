/// The table of results: the figure, its value on either side, and how many times better the ledger
/// is.
enum Table {
  static func show(_ ledger: Figures, _ sqlite: Figures?) {
    line("", "", "ledger", sqlite == nil ? "" : "SQLite", sqlite == nil ? "" : "times better")
    for figure in Figure.allCases {
      guard let ours = ledger.median(of: figure) else { continue }
      let theirs = sqlite?.median(of: figure)
      let ratio = theirs.map { figure.isBetterHigher ? ours / $0 : $0 / ours }
      line(
        figure.name, figure.unit, number(ours), theirs.map(number) ?? "",
        ratio.map { number($0) } ?? "")
    }
  }

  /// Shows the rows per second of each million, side by side.
  static func showMarks(_ ledger: ImportReport, _ sqlite: ImportReport?) {
    guard !ledger.marks.isEmpty else { return }
    line("rows of each million", "", "ledger", sqlite == nil ? "" : "SQLite", "")
    let theirs = sqlite?.ratesOfMarks ?? []
    for (index, rate) in ledger.ratesOfMarks.enumerated() {
      line(
        "  until row \(ledger.marks[index].rows / 1_000_000) million", "rows/s", number(rate),
        index < theirs.count ? number(theirs[index]) : "",
        index < theirs.count ? number(rate / theirs[index]) : "")
    }
    print("")
  }

  /// Formats a value with three significant digits, or as a whole number.
  static func number(_ value: Double) -> String {
    if value >= 100 || value == 0 { return String(Int(value.rounded())) }
    let decimals = value >= 10 ? 1 : 2
    let factor = decimals == 1 ? 10 : 100
    let scaled = Int((value * Double(factor)).rounded())
    let rest = String(scaled % factor)
    return "\(scaled / factor).\(String(repeating: "0", count: decimals - rest.count))\(rest)"
  }

  /// A line of columns, each at the right of its width.
  static func line(_ columns: [String], widths: [Int]) -> String {
    zip(columns, widths).map { text, width in
      String(repeating: " ", count: max(0, width - text.count)) + text
    }.joined()
  }

  private static func line(
    _ name: String, _ unit: String, _ ours: String, _ theirs: String, _ ratio: String
  ) {
    let left = name + String(repeating: " ", count: max(1, 36 - name.count))
    let right = [(unit, 10), (ours, 12), (theirs, 12), (ratio, 14)].map { text, width in
      String(repeating: " ", count: max(1, width - text.count)) + text
    }
    var text = left + right.joined()
    while text.last == " " { text.removeLast() }
    print(text)
  }
}
