/// UUIDs as 36 characters: lower-case hex digits and hyphens, 8-4-4-4-12.
enum UUIDText {
  static let byteCount = 36

  /// The three numbers that a UUID is stored as. For a UUID of version 7 the first is its time in
  /// milliseconds; the second contains the version, and the third the variant.
  struct Numbers {
    /// The first 48 bits.
    let time: UInt64
    /// The next 16.
    let middle: UInt64
    /// The last 64.
    let rest: UInt64
  }

  /// The numbers of a UUID at a byte offset; nil if it has another form. All 36 bytes must exist.
  static func numbers(_ bytes: RawSpan, at offset: Int) -> Numbers? {
    guard bytes.integer(at: offset + 8, as: UInt8.self) == hyphen,
      bytes.integer(at: offset + 13, as: UInt8.self) == hyphen,
      bytes.integer(at: offset + 18, as: UInt8.self) == hyphen,
      bytes.integer(at: offset + 23, as: UInt8.self) == hyphen,
      let first = number(bytes.integer(at: offset)),
      let second = number(fours(bytes, offset + 9, offset + 14)),
      let third = number(fours(bytes, offset + 19, offset + 24)),
      let fourth = number(bytes.integer(at: offset + 28))
    else { return nil }
    return Numbers(
      time: first &<< 16 | second &>> 16, middle: second & 0xFFFF, rest: third &<< 32 | fourth)
  }

  /// Writes UUIDs at an offset from the start of their texts.
  ///
  /// - Parameters:
  ///   - starts: The start of each UUID's text in `bytes`, which has room for it.
  /// - Returns: False if a number has more than its 48 or 16 bits.
  static func write(
    times: [Int64], middles: [Int64], rests: [Int64], at offset: Int, starts: [Int],
    into bytes: inout [UInt8]
  ) -> Bool {
    unsafe bytes.withUnsafeMutableBytes { target in
      for index in starts.indices {
        let time = UInt64(bitPattern: times[index])
        let middle = UInt64(bitPattern: middles[index])
        let rest = UInt64(bitPattern: rests[index])
        guard time < 1 &<< 48, middle < 1 &<< 16 else { return false }
        let second = digits(time &<< 16 | middle)
        let third = digits(rest &>> 32)
        let start = starts[index] + offset
        unsafe target.storeBytes(of: digits(time &>> 16), toByteOffset: start, as: UInt64.self)
        unsafe target.storeBytes(of: lower(second), toByteOffset: start + 9, as: UInt32.self)
        unsafe target.storeBytes(of: upper(second), toByteOffset: start + 14, as: UInt32.self)
        unsafe target.storeBytes(of: lower(third), toByteOffset: start + 19, as: UInt32.self)
        unsafe target.storeBytes(of: upper(third), toByteOffset: start + 24, as: UInt32.self)
        unsafe target.storeBytes(of: digits(rest), toByteOffset: start + 28, as: UInt64.self)
        unsafe target[start + 8] = hyphen
        unsafe target[start + 13] = hyphen
        unsafe target[start + 18] = hyphen
        unsafe target[start + 23] = hyphen
      }
      return true
    }
  }

  private static let hyphen = UInt8(ascii: "-")

  /// Eight characters from two positions, the first in the lowest byte.
  @inline(__always)
  private static func fours(_ bytes: RawSpan, _ first: Int, _ second: Int) -> UInt64 {
    UInt64(bytes.integer(at: first, as: UInt32.self))
      | UInt64(bytes.integer(at: second, as: UInt32.self)) &<< 32
  }

  @inline(__always)
  private static func lower(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word) }

  @inline(__always)
  private static func upper(_ word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word &>> 32) }

  /// The number in eight hex digits; the first digit is in the lowest byte. Nil if `digits` would
  /// not give the same characters.
  @inline(__always)
  private static func number(_ characters: UInt64) -> UInt64? {
    // Letters have bit 6 set, and their low bits start at 1.
    let letters = characters &>> 6 & 0x0101_0101_0101_0101
    var value = (characters & 0x0F0F_0F0F_0F0F_0F0F) &+ letters &* 9
    value = (value & 0x0F0F_0F0F_0F0F_0F0F).byteSwapped
    value = (value | value &>> 4) & 0x00FF_00FF_00FF_00FF
    value = (value | value &>> 8) & 0x0000_FFFF_0000_FFFF
    value = (value | value &>> 16) & 0xFFFF_FFFF
    return digits(value) == characters ? value : nil
  }

  /// The eight hex digits of the lowest 32 bits, the first in the lowest byte.
  @inline(__always)
  private static func digits(_ number: UInt64) -> UInt64 {
    var value = number & 0xFFFF_FFFF
    value = (value | value &<< 16) & 0x0000_FFFF_0000_FFFF
    value = (value | value &<< 8) & 0x00FF_00FF_00FF_00FF
    value = (value | value &<< 4) & 0x0F0F_0F0F_0F0F_0F0F
    let letters = (value &+ 0x0606_0606_0606_0606) &>> 4 & 0x0101_0101_0101_0101
    return (value &+ 0x3030_3030_3030_3030 &+ letters &* 39).byteSwapped
  }
}
