import PointsLedger

/// Names and values in aligned columns, for people.
struct Listing {
  private var items: [(name: String, value: String)] = []

  mutating func add(_ name: String, _ value: String?) {
    if let value, !value.isEmpty { items.append((name, VisibleText.escaped(value))) }
  }

  func write(to output: inout Output) throws(CommandFailure) {
    let width = items.map(\.name.count).max() ?? 0
    for item in items {
      let padding = String(repeating: " ", count: width - item.name.count)
      try output.line("\(item.name)\(padding)  \(item.value)")
    }
  }
}
