/// The lengths of integers as varints, in bytes.
enum Varint {
  static func byteCount(_ value: UInt64) -> Int {
    Swift.max(1, (70 - value.leadingZeroBitCount) / 7)
  }

  static func byteCount(zigzag value: Int64) -> Int {
    byteCount(UInt64(bitPattern: value &<< 1 ^ value &>> 63))
  }
}
