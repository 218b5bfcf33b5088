/// References of lots as text, separated by spaces. A reference that contains a space, or begins
/// with a quote, is in quotes, with its own quotes doubled.
package enum LotsText {
  /// The references in a text, or nil if it is not well-formed.
  package static func references(_ text: String) -> [Reference]? {
    guard let items = split(Array(text.utf8)) else { return nil }
    var references: [Reference] = []
    for item in items {
      guard let text = InlineText(utf8: item) else { return nil }
      references.append(Reference(text))
    }
    return references
  }

  /// The items of `bytes` without quotes, or nil if a quote is not closed.
  static func split(_ bytes: some Collection<UInt8>) -> [[UInt8]]? {
    var items: [[UInt8]] = []
    var rest = bytes[...]
    while let first = rest.first {
      if first == UInt8(ascii: " ") {
        rest.removeFirst()
      } else if first == UInt8(ascii: "\"") {
        guard let item = takeQuoted(&rest) else { return nil }
        items.append(item)
      } else {
        let item = rest.prefix { $0 != UInt8(ascii: " ") }
        items.append(Array(item))
        rest = rest.dropFirst(item.count)
      }
    }
    return items
  }

  private static func takeQuoted<Bytes: Collection<UInt8>>(
    _ rest: inout Bytes
  ) -> [UInt8]? where Bytes.SubSequence == Bytes {
    var item: [UInt8] = []
    rest.removeFirst()
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "\"") {
        item.append(byte)
      } else if rest.first == byte {
        item.append(byte)
        rest.removeFirst()
      } else {
        return rest.isEmpty || rest.first == UInt8(ascii: " ") ? item : nil
      }
    }
    return nil
  }

  static func append(_ references: [Reference], to output: inout [UInt8]) {
    for (index, reference) in references.enumerated() {
      if index > 0 { output.append(UInt8(ascii: " ")) }
      let bytes = reference.text.bytes
      guard bytes.first == UInt8(ascii: "\"") || bytes.contains(UInt8(ascii: " ")) else {
        output.append(contentsOf: bytes)
        continue
      }
      output.append(UInt8(ascii: "\""))
      for byte in bytes {
        if byte == UInt8(ascii: "\"") { output.append(byte) }
        output.append(byte)
      }
      output.append(UInt8(ascii: "\""))
    }
  }
}
