/// A text with every digit replaced by a zero, so that texts of one template are equal.
struct MaskedText {
  /// The longest text that may have a template; the format also limits literal parts to this.
  static let byteLimit = 1024

  private(set) var byteCount = 0
  /// The text in words, the last padded with zero bytes; only the first `wordCount` are used.
  private(set) var words = [UInt64](repeating: 0, count: byteLimit / 8)
  /// The hash of the words and the length.
  private(set) var hash: UInt64 = 0

  var wordCount: Int { (byteCount + 7) / 8 }

  /// Masks the bytes of a range, at most 1,024.
  mutating func set(_ bytes: RawSpan, _ range: Range<Int>) {
    byteCount = range.count
    var mixed = UInt64(range.count)
    // One pointer serves all words, so the array's uniqueness is checked only once.
    unsafe words.withUnsafeMutableBufferPointer { words in
      for index in 0..<(range.count + 7) / 8 {
        let word = Self.word(bytes, range, index)
        unsafe words[index] = word
        mixed = TextWord.mix(mixed, word)
      }
    }
    hash = mixed
  }

  /// Whether this text equals words that were masked before.
  func equals(_ other: [UInt64], byteCount otherByteCount: Int) -> Bool {
    guard byteCount == otherByteCount, wordCount == other.count else { return false }
    for index in other.indices where words[index] != other[index] { return false }
    return true
  }

  /// Whether masking the bytes of a range would give words that were masked before.
  static func isMasked(
    _ bytes: RawSpan, _ range: Range<Int>, like other: [UInt64], byteCount: Int
  ) -> Bool {
    guard byteCount == range.count else { return false }
    for index in other.indices where word(bytes, range, index) != other[index] { return false }
    return true
  }

  var bytes: [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) }
  }

  @inline(__always)
  private static func word(_ bytes: RawSpan, _ range: Range<Int>, _ index: Int) -> UInt64 {
    masked(TextWord.load(bytes, at: range.lowerBound &+ index &* 8, end: range.upperBound))
  }

  @inline(__always)
  private static func masked(_ word: UInt64) -> UInt64 {
    // A byte is a digit if it is below 10 after an XOR with "0".
    let value = word ^ 0x3030_3030_3030_3030
    let above = (value & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676
    let digits = (~(above | value) & 0x8080_8080_8080_8080) &>> 7 &* 0xFF
    return word & ~digits | 0x3030_3030_3030_3030 & digits
  }
}
