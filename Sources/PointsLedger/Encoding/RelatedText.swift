internal import LedgerStorage

/// How columns store texts that nearly follow from another field of the same entry. Each form can
/// be undone, whatever the texts are. See spec/entries.md.
enum RelatedText {
  /// The first byte of a location that is not stored unchanged.
  private static let escape: UInt8 = 0

  /// A reference that is a lower-case UUID of version 7, with its 48 bits of time moved by `shift`
  /// milliseconds, wrapping around. Any other reference is returned unchanged.
  static func reference(_ text: InlineText, movedBy shift: Int64) -> InlineText {
    guard text.byteCount == 36, text[8] == 0x2D, text[13] == 0x2D, text[14] == 0x37,
      text[18] == 0x2D, text[23] == 0x2D
    else { return text }
    var time: UInt64 = 0
    for index in 0..<13 where index != 8 {
      guard let digit = digit(text[index]) else { return text }
      time = time &<< 4 | digit
    }
    time = (time &+ UInt64(bitPattern: shift)) & 0xFFFF_FFFF_FFFF
    var bytes = text.bytes
    for index in (0..<13).reversed() where index != 8 {
      bytes[index] = character(time & 0xF)
      time &>>= 4
    }
    return InlineText(utf8: bytes) ?? text
  }

  /// Adds the bytes that stand for a location. A location may be a prefix of the reference, except
  /// for characters in place of those that are neither letters nor digits (`S012/T3` of
  /// `S012-T3-0000451234`). Then only its length and that character are stored.
  static func append(
    location: UnsafeBufferPointer<UInt8>, reference: InlineText?, to texts: inout ColumnTexts
  ) {
    if let reference, let separator = unsafe separator(location, reference) {
      let stored: InlineArray<3, UInt8> = [escape, UInt8(location.count), separator]
      unsafe withUnsafeBytes(of: stored) { unsafe texts.append($0) }
    } else if unsafe location.first == escape {
      unsafe texts.append([escape, 0] + [UInt8](location))
    } else {
      unsafe texts.append(UnsafeRawBufferPointer(location))
    }
  }

  /// The location that was stored in this form; nil if the bytes are malformed.
  static func location(stored: UnsafeRawBufferPointer, reference: InlineText?) -> [UInt8]? {
    let bytes = unsafe [UInt8](stored)
    guard bytes.first == escape else { return bytes }
    guard bytes.count >= 2 else { return nil }
    let count = Int(bytes[1])
    if count == 0 { return Array(bytes[2...]) }
    guard let reference, count <= reference.byteCount, bytes.count == 3 else { return nil }
    return (0..<count).map { isAlphanumeric(reference[$0]) ? reference[$0] : bytes[2] }
  }

  /// The character in the location that stands for each character of the reference that is no
  /// letter or digit; nil if the two are not related.
  private static func separator(
    _ location: UnsafeBufferPointer<UInt8>, _ reference: InlineText
  ) -> UInt8? {
    guard location.count > 0, location.count <= reference.byteCount else { return nil }
    var separator: UInt8?
    for index in 0..<location.count {
      let byte = unsafe location[index]
      if isAlphanumeric(reference[index]) {
        if byte != reference[index] { return nil }
      } else {
        if let separator, separator != byte { return nil }
        separator = byte
      }
    }
    return separator ?? 0x2D
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private static func digit(_ character: UInt8) -> UInt64? {
    switch character {
    case 0x30...0x39: UInt64(character - 0x30)
    case 0x61...0x66: UInt64(character - 0x57)
    default: nil
    }
  }

  private static func character(_ digit: UInt64) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: digit)
    return digit < 10 ? digit + 0x30 : digit + 0x57
  }
}
