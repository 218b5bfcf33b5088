/// How text falls into lines of a terminal.
enum TextLines {
  /// The columns that a text takes: letters of East Asia and pictures take two.
  static func width(_ text: String) -> Int {
    text.utf8.allSatisfy { $0 < 128 }
      ? text.utf8.count : text.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
  }

  private static func isWide(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first?.value else { return false }
    return wide.contains { $0.contains(scalar) }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD,
  ]

  /// Breaks a text at spaces. A word that is longer than a line stays whole.
  static func broken(_ text: String, to columns: Int) -> [String] {
    guard width(text) > columns else { return [text] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let length = width(String(word))
      if used > 0, used + 1 + length > columns {
        lines.append(line)
        (line, used) = ("", 0)
      }
      if used > 0 { line += " " }
      line += word
      used = width(line)
    }
    return lines + [line]
  }
}
