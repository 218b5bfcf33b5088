/// Text for people, in which nothing is hidden: control characters, characters that change the
/// direction of writing, and all other invisible ones are escaped.
package enum VisibleText {
  /// `\u{1B}` for an escape character, `\n` for a line feed; visible characters stay unchanged.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var result = ""
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return result
  }

  /// The same for bytes; those that are not UTF-8 are written as `\xFF`.
  package static func escaped(bytes: some Sequence<UInt8>) -> String {
    var decoder = UTF8()
    var result = ""
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      var iterator = rest.makeIterator()
      decoder = UTF8()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        append(scalar, to: &result)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else if let byte = rest.popFirst() {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return result
  }

  static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    text += isHidden(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default: break
    }
    // A variation selector belongs to the visible character before it.
    let isSelector = (0xFE00...0xFE0F).contains(scalar.value)
    return scalar.properties.isDefaultIgnorableCodePoint && !isSelector
  }
}

extension UTF8 {
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int { String(scalar).utf8.count }
}
