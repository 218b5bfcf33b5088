/// How references of one kind are spelt: a text, a number with so many digits, a text. The number
/// is the last one in the reference.
///
///     S012/T3/0000451 = "S012/T3/" + 451 with 7 digits + ""
struct ReferencePattern: Hashable, Sendable {
  /// The most digits of a number; of a longer one, the last so many.
  static let maximumDigits = 18

  var prefix: [UInt8]
  /// 1 to 18; 0 in the pattern of the references that are kept as hashes.
  var digits: UInt8
  var suffix: [UInt8]

  /// The pattern of all references that follow no frequent pattern. Their numbers are their hashes.
  static let hashes = ReferencePattern(prefix: [], digits: 0, suffix: [])

  /// The pattern and the number of a reference; nil if it has no digits.
  static func parse(_ reference: InlineText) -> (pattern: ReferencePattern, number: UInt64)? {
    var bytes = [UInt8](repeating: 0, count: reference.byteCount)
    for index in bytes.indices {
      bytes[index] = UInt8(
        truncatingIfNeeded: reference.words[index >> 3] >> UInt64((index & 7) * 8))
    }
    guard let last = bytes.lastIndex(where: isDigit) else { return nil }
    var start = last
    while start > 0, isDigit(bytes[start - 1]), last - start + 1 < maximumDigits { start -= 1 }
    var number: UInt64 = 0
    for byte in bytes[start...last] { number = number * 10 + UInt64(byte - 48) }
    return (
      ReferencePattern(
        prefix: Array(bytes[..<start]), digits: UInt8(last - start + 1),
        suffix: Array(bytes[(last + 1)...])),
      number
    )
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  static func < (lhs: ReferencePattern, rhs: ReferencePattern) -> Bool {
    if lhs.prefix != rhs.prefix { return lhs.prefix.lexicographicallyPrecedes(rhs.prefix) }
    if lhs.digits != rhs.digits { return lhs.digits < rhs.digits }
    return lhs.suffix.lexicographicallyPrecedes(rhs.suffix)
  }
}
