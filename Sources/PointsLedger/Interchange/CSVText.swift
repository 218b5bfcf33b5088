/// Fields of a CSV file.
package enum CSVText {
  /// Appends a field, quoted where RFC 4180 requires it.
  package static func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
    guard bytes.contains(where: isSpecial) else {
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

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
