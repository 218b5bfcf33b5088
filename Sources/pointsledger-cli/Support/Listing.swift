import PointsLedger

/// Names and values in aligned columns, for people.
struct Listing {
  private var items: [(name: String, value: String)] = []

  mutating func add(_ name: String, _ value: String?) {
    if let value, !value.isEmpty { items.append((name, Terminal.visible(value))) }
  }

  func write(to output: inout Output) throws(CommandFailure) {
    let width = (items.map(\.name.count).max() ?? 0) + 2
    for item in items {
      let name = item.name + String(repeating: " ", count: width - item.name.count)
      for (index, line) in lines(of: item.value, beside: width, output.columns).enumerated() {
        try output.line(index == 0 ? name + line : String(repeating: " ", count: width) + line)
      }
    }
  }

  private func lines(of value: String, beside width: Int, _ columns: Int?) -> [String] {
    guard let columns else { return [value] }
    return TextLines.broken(value, to: max(columns - width, 1))
  }
}
