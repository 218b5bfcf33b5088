/// Reads a chunk from its start; each call checks that the bytes exist.
struct ChunkReader: ~Escapable {
  private let bytes: RawSpan
  /// The offset of the next byte.
  private(set) var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  @_lifetime(self: copy self)
  mutating func byte() throws(FormatFault) -> UInt8 {
    guard offset < bytes.byteCount else { throw cutShort }
    defer { offset += 1 }
    return bytes.integer(at: offset)
  }

  /// A varint in its shortest form.
  @_lifetime(self: copy self)
  mutating func varint() throws(FormatFault) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      if shift == 63, next > 1 { throw .damaged("a number exceeds 64 bits", at: start) }
      value |= UInt64(next & 0x7F) &<< shift
      if next < 0x80 {
        if next == 0, shift > 0 {
          throw .damaged("a number is not in its shortest form", at: start)
        }
        return value
      }
      shift += 7
    }
  }

  @_lifetime(self: copy self)
  mutating func zigzag() throws(FormatFault) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value &>> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A varint that must be within a range.
  @_lifetime(self: copy self)
  mutating func count(in range: ClosedRange<Int>) throws(FormatFault) -> Int {
    let start = offset
    let value = try varint()
    guard let count = Int(exactly: value), range.contains(count) else {
      throw .damaged("a count is out of its range", at: start)
    }
    return count
  }

  /// The next `count` bytes.
  @_lifetime(copy self)
  mutating func take(_ count: Int) throws(FormatFault) -> RawSpan {
    guard count <= bytes.byteCount - offset else { throw cutShort }
    let start = offset
    offset += count
    return bytes.extracting(start..<offset)
  }

  /// Throws unless everything was read.
  func finish() throws(FormatFault) {
    guard offset == bytes.byteCount else {
      throw .damaged("bytes follow the column's end", at: offset)
    }
  }

  private var cutShort: FormatFault { .damaged("the column is cut short", at: bytes.byteCount) }
}
