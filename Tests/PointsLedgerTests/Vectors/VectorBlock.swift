/// A block of a vector file: lines of a name and a value, one after the other. Blocks are separated
/// by empty lines; a line that begins with `#` is a comment.
struct VectorBlock: Equatable, Sendable {
  var lines: [(name: String, value: String)] = []

  /// The name of the first line: the sort of the block.
  var sort: String { lines.first?.name ?? "" }
  /// The value of the first line: its title.
  var title: String { lines.first?.value ?? "" }

  /// The value of the first line of this name.
  subscript(name: String) -> String? { lines.first { $0.name == name }?.value }

  mutating func add(_ name: String, _ value: some CustomStringConvertible) {
    lines.append((name, value.description))
  }

  /// The bytes of the line with this name; nil if it has none, or there is no such line.
  func hexBytes(_ name: String) -> [UInt8]? { self[name].flatMap(bytes(ofHexDigits:)) }

  static func == (left: Self, right: Self) -> Bool {
    left.lines.elementsEqual(right.lines) { $0 == $1 }
  }

  static func parse(_ text: String) -> [VectorBlock] {
    var blocks: [VectorBlock] = []
    var block = VectorBlock()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false)
    where !line.hasPrefix("#") {
      let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
      if line.isEmpty {
        if !block.lines.isEmpty { blocks.append(block) }
        block = VectorBlock()
      } else {
        block.add(String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
      }
    }
    return block.lines.isEmpty ? blocks : blocks + [block]
  }

  static func text(_ blocks: [VectorBlock], remark: String) -> String {
    let remarks = remark.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.isEmpty ? "#" : "# \($0)"
    }
    let parts = blocks.map { block in
      block.lines.map { $0.value.isEmpty ? $0.name : "\($0.name) \($0.value)" }
        .joined(separator: "\n")
    }
    return ([remarks.joined(separator: "\n")] + parts).joined(separator: "\n\n") + "\n"
  }
}
