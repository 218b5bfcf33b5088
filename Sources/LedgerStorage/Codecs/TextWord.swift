/// Texts in words of 8 bytes.
enum TextWord {
  /// The 8 bytes at an offset, little-endian; bytes from `end` on are read as zeros.
  @inline(__always)
  static func load(_ bytes: RawSpan, at offset: Int, end: Int) -> UInt64 {
    let count = end &- offset
    if count >= 8 { return bytes.integer(at: offset) }
    if offset &+ 8 <= bytes.byteCount {
      let word: UInt64 = bytes.integer(at: offset)
      return word & (1 &<< UInt64(count &* 8) &- 1)
    }
    var word: UInt64 = 0
    for index in 0..<count {
      word |= UInt64(bytes.integer(at: offset &+ index, as: UInt8.self)) &<< UInt64(index &* 8)
    }
    return word
  }

  /// Combines a hash with a word.
  @inline(__always)
  static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ product &>> 32
  }
}
