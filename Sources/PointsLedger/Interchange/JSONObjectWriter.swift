/// Writes one JSON object, on one line, into a buffer that each call receives.
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

  /// Appends a value that is already JSON, such as `null` or a number.
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

  /// Appends a string with quotes, and escapes where RFC 8259 requires them. Characters beyond
  /// ASCII stay unchanged, except those that control a terminal: control characters, characters
  /// that change the direction of writing, and separators of lines and paragraphs.
  package static func append(_ text: some Sequence<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    // The bytes so far of a character that may be one of these; 0 if there are none.
    var begun: UInt32 = 0
    for byte in text {
      if begun != 0 {
        let bytes = begun << 8 | UInt32(byte)
        if bytes == 0xE280 || bytes == 0xE281 {
          begun = bytes
          continue
        }
        if let scalar = hidden(bytes) {
          begun = 0
          appendEscape(scalar, to: &output)
          continue
        }
        appendBytes(begun, to: &output)
        begun = 0
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        output.append(UInt8(ascii: "\\"))
        output.append(byte)
      case 0x0A: output.append(contentsOf: "\\n".utf8)
      case 0x0D: output.append(contentsOf: "\\r".utf8)
      case 0x09: output.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F: appendEscape(UInt16(byte), to: &output)
      case 0xC2, 0xD8, 0xE2: begun = UInt32(byte)
      default: output.append(byte)
      }
    }
    appendBytes(begun, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// The character of some UTF-8 bytes, if it must be escaped.
  private static func hidden(_ bytes: UInt32) -> UInt16? {
    switch bytes {
    case 0xC280...0xC29F: UInt16(bytes & 0xFF)
    case 0xD89C: 0x061C
    case 0xE2808E...0xE2808F: 0x200E + UInt16(bytes - 0xE2808E)
    case 0xE280A8...0xE280AE: 0x2028 + UInt16(bytes - 0xE280A8)
    case 0xE281A6...0xE281A9: 0x2066 + UInt16(bytes - 0xE281A6)
    default: nil
    }
  }

  private static func appendBytes(_ bytes: UInt32, to output: inout [UInt8]) {
    if bytes > 0xFF { output.append(UInt8(truncatingIfNeeded: bytes >> 8)) }
    if bytes > 0 { output.append(UInt8(truncatingIfNeeded: bytes)) }
  }

  private static func appendEscape(_ scalar: UInt16, to output: inout [UInt8]) {
    output.append(contentsOf: "\\u".utf8)
    for shift in [12, 8, 4, 0] as [UInt16] {
      output.append(hexadecimal(UInt8(truncatingIfNeeded: scalar >> shift & 15)))
    }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? digit + 48 : digit - 10 + UInt8(ascii: "a")
  }
}
