/// UTF-8 text of 1 to 64 bytes, stored in place, without allocation or reference counting.
///
/// The memory holds eight words of eight bytes each, zero-filled after the text, then the count.
/// Equal texts have equal words, so comparing and hashing need not look at single bytes.
package struct InlineText: Hashable, Sendable {
  /// The maximum number of bytes in a text.
  package static let maximumByteCount = 64

  var words: InlineArray<8, UInt64>
  var count: UInt8

  /// The number of UTF-8 bytes, 1 to 64.
  package var byteCount: Int { Int(count) }

  /// Makes a text from UTF-8 bytes. Returns nil if there are none or more than 64, or if they are
  /// not valid UTF-8.
  package init?(utf8 bytes: some Collection<UInt8>) {
    let count = bytes.count
    guard count >= 1, count <= Self.maximumByteCount else { return nil }
    var words = InlineArray<8, UInt64>(repeating: 0)
    var index = 0
    var allASCII = true
    for byte in bytes {
      words[index &>> 3] |= UInt64(byte) &<< UInt64((index & 7) &* 8)
      if byte >= 0x80 { allASCII = false }
      index &+= 1
    }
    if !allASCII, String(validating: bytes, as: UTF8.self) == nil { return nil }
    self.words = words
    self.count = UInt8(count)
  }

  /// Does the same with contiguous bytes in memory, eight at a time.
  package init?(utf8 bytes: UnsafeRawBufferPointer) {
    let count = bytes.count
    guard count >= 1, count <= Self.maximumByteCount else { return nil }
    var words = InlineArray<8, UInt64>(repeating: 0)
    var all: UInt64 = 0
    let whole = count &>> 3
    for index in 0..<whole {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: index &<< 3, as: UInt64.self)
      words[index] = word.littleEndian
      all |= word
    }
    var last: UInt64 = 0
    for offset in (whole &<< 3)..<count {
      last |= unsafe UInt64(bytes[offset]) &<< UInt64((offset & 7) &<< 3)
    }
    if count & 7 != 0 { words[whole] = last }
    if (all | last) & 0x8080_8080_8080_8080 != 0 {
      guard unsafe String(validating: bytes, as: UTF8.self) != nil else { return nil }
    }
    self.words = words
    self.count = UInt8(count)
  }

  /// The first 16 bytes, zero-filled after the text.
  var firstWords: InlineArray<2, UInt64> { [words[0], words[1]] }

  /// Makes a text from its `firstWords`. The text has 1 to 16 bytes, none of them zero.
  init(first: UInt64, second: UInt64) {
    words = InlineArray(repeating: 0)
    words[0] = first
    words[1] = second
    let zeros = second == 0 ? 64 + first.leadingZeroBitCount : second.leadingZeroBitCount
    count = UInt8(16 - zeros / 8)
  }

  /// A question mark, which stands for a text that could not be read.
  package static let placeholder = InlineText(questionMark: ())

  private init(questionMark: ()) {
    words = InlineArray(repeating: 0)
    words[0] = UInt64(UInt8(ascii: "?"))
    count = 1
  }

  /// Makes a text from a string. Returns nil if its UTF-8 is empty or over 64 bytes.
  package init?(_ string: String) {
    self.init(utf8: string.utf8)
  }

  /// The byte at `index`, which is at least 0 and below `byteCount`.
  @inlinable
  package subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: words[index &>> 3] &>> UInt64((index & 7) &* 8))
  }

  /// The bytes as an array.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(byteCount)
    for index in 0..<byteCount { result.append(self[index]) }
    return result
  }

  /// Calls `body` with the bytes in place.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
    // Sound: in little-endian order, the words in memory are the bytes of the text, and `count` is
    // at most 64.
    unsafe withUnsafeBytes(of: words) { raw in
      unsafe body(UnsafeRawBufferPointer(rebasing: raw[0..<Int(count)]))
    }
  }

  package static func == (lhs: Self, rhs: Self) -> Bool {
    guard lhs.count == rhs.count else { return false }
    for index in 0..<((Int(lhs.count) &+ 7) &>> 3) where lhs.words[index] != rhs.words[index] {
      return false
    }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for index in 0..<((Int(count) &+ 7) &>> 3) { hasher.combine(words[index]) }
  }
}

extension InlineText: Comparable {
  /// Compares the UTF-8 byte by byte.
  package static func < (lhs: Self, rhs: Self) -> Bool {
    for index in 0..<8 where lhs.words[index] != rhs.words[index] {
      return lhs.words[index].byteSwapped < rhs.words[index].byteSwapped
    }
    return lhs.count < rhs.count
  }
}

extension InlineText: CustomStringConvertible {
  package var description: String { String(decoding: bytes, as: UTF8.self) }
}
