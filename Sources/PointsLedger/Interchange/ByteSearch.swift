/// Searches eight bytes at a time. Every function may load up to 7 bytes after the position where
/// it ends, which a `RowBuffer` allows.
enum ByteSearch {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The high bit of the lowest zero byte, and no lower bit; 0 if no byte is 0.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word & highs }

  @inline(__always)
  private static func matches(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    zeroBytes(word ^ (ones &* UInt64(byte)))
  }

  @inline(__always)
  private static func load(_ base: UnsafePointer<UInt8>, _ index: Int) -> UInt64 {
    unsafe UnsafeRawPointer(base).loadUnaligned(fromByteOffset: index, as: UInt64.self)
      .littleEndian
  }

  /// A word of eight times the byte.
  static func repeated(_ byte: UInt8) -> UInt64 { ones &* UInt64(byte) }

  /// The position of the first separator, quote, carriage return or line feed in `start..<end`, or
  /// `end`, and a word that has a high bit set if a skipped or nearby byte is not ASCII.
  ///
  /// - Parameter separators: The separator, `repeated`.
  @inline(__always)
  static func fieldEnd(
    _ base: UnsafePointer<UInt8>, from start: Int, to end: Int, separators: UInt64,
    seen: inout UInt64
  ) -> Int {
    var index = start
    while index < end {
      let word = unsafe load(base, index)
      seen |= word
      let found =
        zeroBytes(word ^ separators) | matches(word, UInt8(ascii: "\n"))
        | matches(word, UInt8(ascii: "\r")) | matches(word, UInt8(ascii: "\""))
      if found != 0 { return min(index &+ found.trailingZeroBitCount &>> 3, end) }
      index &+= 8
    }
    return end
  }

  /// The position of the first `byte` in `start..<end`, or nil.
  static func first(
    _ byte: UInt8, _ base: UnsafePointer<UInt8>, from start: Int, to end: Int
  ) -> Int? {
    var index = start
    while index < end {
      let found = unsafe matches(load(base, index), byte)
      if found != 0 {
        let place = index &+ found.trailingZeroBitCount &>> 3
        return place < end ? place : nil
      }
      index &+= 8
    }
    return nil
  }
}
