/// Writes one JSON object, in one line, into a buffer that is handed to each call.
///
/// ```swift
/// var object = JSONObjectWriter(&output)
/// object.string("member", "4711", to: &output)
/// object.integer("sequence", 12, to: &output)
/// object.end(&output)  // {"member":"4711","sequence":12}
/// ```
package struct JSONObjectWriter {
  private var isFirst = true

  /// Opens the object.
  package init(_ output: inout [UInt8]) { output.append(UInt8(ascii: "{")) }

  /// Closes the object.
  package func end(_ output: inout [UInt8]) { output.append(UInt8(ascii: "}")) }

  /// Appends a key, for a value that the caller appends.
  package mutating func key(_ name: String, to output: inout [UInt8]) {
    if !isFirst { output.append(UInt8(ascii: ",")) }
    isFirst = false
    Self.append(name.utf8, to: &output)
    output.append(UInt8(ascii: ":"))
  }

  package mutating func string(
    _ name: String, _ value: ArraySlice<UInt8>, to output: inout [UInt8]
  ) {
    key(name, to: &output)
    Self.append(value, to: &output)
  }

  package mutating func string(_ name: String, _ value: String, to output: inout [UInt8]) {
    key(name, to: &output)
    Self.append(value.utf8, to: &output)
  }

  /// Appends a value that is JSON already: `null`, a number.
  package mutating func literal(
    _ name: String, _ value: some Sequence<UInt8>, to output: inout [UInt8]
  ) {
    key(name, to: &output)
    output.append(contentsOf: value)
  }

  package mutating func integer(
    _ name: String, _ value: some BinaryInteger, to output: inout [UInt8]
  ) {
    literal(name, value.description.utf8, to: &output)
  }

  package mutating func boolean(_ name: String, _ value: Bool, to output: inout [UInt8]) {
    literal(name, (value ? "true" : "false").utf8, to: &output)
  }

  package mutating func null(_ name: String, to output: inout [UInt8]) {
    literal(name, "null".utf8, to: &output)
  }

  /// Appends a string: quotes, and escapes where RFC 8259 wants them. What is beyond ASCII stays
  /// as it is.
  package static func append(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        output.append(contentsOf: "\\u00".utf8)
        output.append(hexadecimal(byte >> 4))
        output.append(hexadecimal(byte & 15))
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? digit + 48 : digit - 10 + UInt8(ascii: "a")
  }
}
