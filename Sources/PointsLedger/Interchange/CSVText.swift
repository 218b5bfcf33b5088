/// Fields of a CSV file.
package enum CSVText {
  /// Appends a field, quoted where RFC 4180 requires it, or where a reader would take a blank at its
  /// end away.
  package static func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
    guard bytes.contains(where: isSpecial) || bytes.last.map(isBlank) ?? false else {
      output.append(contentsOf: bytes)
      return
    }
    let quote = UInt8(ascii: "\"")
    output.append(quote)
    for byte in bytes {
      if byte == quote { output.append(quote) }
      output.append(byte)
    }
    output.append(quote)
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
