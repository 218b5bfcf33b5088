extension InlineText {
  /// What an identifier or a reference has to be, for messages.
  package static let nameRule =
    "1 to \(maximumByteCount) bytes of UTF-8, without control characters, and without white space or "
    + "invisible characters at its ends"

  /// Whether it can be an identifier or a reference: two that look alike must not be two.
  package var isName: Bool {
    var hasHighBytes = false
    let whole = byteCount &>> 3
    for index in 0..<(byteCount &+ 7) &>> 3 {
      var word = words[index]
      // The zeros behind the text are no control characters of it.
      if index == whole { word |= 0x4141_4141_4141_4141 &<< UInt64((byteCount & 7) &<< 3) }
      if Self.hasASCIIControl(word) { return false }
      if word & 0x8080_8080_8080_8080 != 0 { hasHighBytes = true }
    }
    if self[0] == 0x20 || self[byteCount &- 1] == 0x20 { return false }
    return !hasHighBytes || isUnicodeName
  }

  /// Whether one of eight bytes is below 0x20, or 0x7F. (Bit tricks as in H. S. Warren, "Hacker's
  /// Delight", chapter 6: exact for bytes below 0x80, and others are not counted.)
  private static func hasASCIIControl(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let isLow = (word &- ones &* 0x20) & ~word & highs
    let distance = word ^ (ones &* 0x7F)
    let isDelete = (distance &- ones) & ~distance & highs
    return isLow | isDelete != 0
  }

  private var isUnicodeName: Bool {
    let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
    if scalars.contains(where: { $0.properties.generalCategory == .control }) { return false }
    return ![scalars.first, scalars.last].contains { $0?.isBlank ?? true }
  }
}

extension Unicode.Scalar {
  /// Whether nothing is seen of it.
  fileprivate var isBlank: Bool {
    properties.isWhitespace || properties.isDefaultIgnorableCodePoint
      || properties.generalCategory == .format
  }
}
