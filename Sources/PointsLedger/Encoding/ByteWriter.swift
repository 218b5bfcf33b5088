/// Appends numbers and texts to bytes, in the encodings of entries.
package struct ByteWriter: Sendable {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package init(reserving capacity: Int) { bytes.reserveCapacity(capacity) }

  package var count: Int { bytes.count }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// LEB128: seven bits a byte, the lowest first, in as few bytes as it takes.
  @inline(__always)
  package mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// A signed number as a varint: 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
  @inline(__always)
  package mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)))
  }

  package mutating func bigEndian(_ value: UInt64) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value &>> shift))
    }
  }

  package mutating func random(_ value: RandomBytes16) {
    bigEndian(value.high)
    bigEndian(value.low)
  }

  /// A length byte and the text.
  package mutating func text(_ text: InlineText) {
    bytes.append(UInt8(text.byteCount))
    unsafe text.withBytes { unsafe bytes.append(contentsOf: $0) }
  }

  /// A length varint and the text.
  package mutating func text(_ text: String) {
    varint(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func append(_ other: ByteWriter) { bytes.append(contentsOf: other.bytes) }
}
