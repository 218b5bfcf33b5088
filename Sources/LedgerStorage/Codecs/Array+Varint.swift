extension Array where Element == UInt8 {
  /// Adds an integer in groups of 7 bits, the lowest first, with bit 7 set in all but the last.
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Adds a signed integer as a varint of 0, -1, 1, -2, ... counted from 0.
  mutating func append(zigzag value: Int64) {
    append(varint: UInt64(bitPattern: value &<< 1 ^ value &>> 63))
  }

  /// Adds zero bytes.
  mutating func append(zeros count: Int) {
    append(contentsOf: repeatElement(0, count: count))
  }
}
