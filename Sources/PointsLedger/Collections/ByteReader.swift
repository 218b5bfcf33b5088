internal import Glibc

/// Reads numbers and texts from untrusted bytes: each call checks its bounds.
///
/// Sound: the creator of the reader keeps the bytes alive for the reader's life, and every load is
/// within them.
@safe package struct ByteReader {
  private let base: UnsafeRawBufferPointer
  package private(set) var offset: Int
  package let end: Int

  package struct Malformed: Error, Sendable {
    package var reason: StaticString
  }

  package init(_ bytes: UnsafeRawBufferPointer) {
    unsafe base = bytes
    offset = 0
    end = bytes.count
  }

  private init(_ bytes: UnsafeRawBufferPointer, from: Int, to: Int) {
    unsafe base = bytes
    offset = from
    end = to
  }

  package var isAtEnd: Bool { offset == end }

  /// The number of bytes left.
  package var count: Int { end &- offset }

  /// Calls `body` with the remaining bytes; it must not keep them.
  func withRest<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe body(UnsafeRawBufferPointer(rebasing: base[offset..<end]))
  }

  /// Whether the bytes read so far end with `bytes`.
  package func endsWith(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount <= offset else { return false }
    let read = unsafe UnsafeRawBufferPointer(rebasing: base[(offset &- bytes.byteCount)..<offset])
    return unsafe bytes.withUnsafeBytes { bytes in
      guard let left = bytes.baseAddress, let right = read.baseAddress else { return true }
      return unsafe memcmp(left, right, bytes.count) == 0
    }
  }

  /// A reader of the next `count` bytes, which this one skips.
  package mutating func slice(_ count: UInt64) throws(Malformed) -> ByteReader {
    guard count <= UInt64(end &- offset) else { throw Malformed(reason: "it is cut short") }
    let start = offset
    offset &+= Int(count)
    return unsafe ByteReader(base, from: start, to: offset)
  }

  /// Skips all remaining bytes.
  mutating func skipRest() { offset = end }

  @inline(__always)
  package mutating func byte() throws(Malformed) -> UInt8 {
    guard offset < end else { throw Malformed(reason: "it is cut short") }
    let value = unsafe base[offset]
    offset &+= 1
    return value
  }

  @inline(__always)
  package mutating func varint() throws(Malformed) -> UInt64 {
    let first = try byte()
    return first < 0x80 ? UInt64(first) : try varint(after: first)
  }

  /// A number of several bytes, of which `first` is the first.
  private mutating func varint(after first: UInt8) throws(Malformed) -> UInt64 {
    // Reads up to eight further bytes at once: each has seven bits of the number, and the last has
    // no high bit.
    if end &- offset >= 8 {
      let word = unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
      let stops = ~word & 0x8080_8080_8080_8080
      if stops != 0 {
        let stop = UInt64(stops.trailingZeroBitCount)
        let bytes = word & (2 &<< stop &- 1)
        if bytes &>> (stop &- 7) == 0 { throw Malformed(reason: Self.longerThanNeeded) }
        offset &+= Int(stop &+ 1) &>> 3
        return UInt64(first & 0x7F) | Self.joined(bytes) &<< 7
      }
    }
    var value = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while true {
      let next = try byte()
      if shift == 63, next > 1 { throw Malformed(reason: "a number exceeds 64 bits") }
      value |= UInt64(next & 0x7F) &<< shift
      if next < 0x80 {
        if next == 0 { throw Malformed(reason: Self.longerThanNeeded) }
        return value
      }
      shift &+= 7
      if shift > 63 { throw Malformed(reason: "a number exceeds 64 bits") }
    }
  }

  private static var longerThanNeeded: StaticString { "a number is not in its shortest form" }

  /// Joins the low seven bits of eight bytes.
  @inline(__always)
  private static func joined(_ bytes: UInt64) -> UInt64 {
    var bits = bytes & 0x007F_007F_007F_007F | (bytes & 0x7F00_7F00_7F00_7F00) &>> 1
    bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x3FFF_0000_3FFF_0000) &>> 2
    return bits & 0x0FFF_FFFF | (bits & 0x0FFF_FFFF_0000_0000) &>> 4
  }

  @inline(__always)
  package mutating func zigzag() throws(Malformed) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value &>> 1) ^ -Int64(bitPattern: value & 1)
  }

  package mutating func bigEndian() throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    for _ in 0..<8 { value = try value &<< 8 | UInt64(byte()) }
    return value
  }

  package mutating func random() throws(Malformed) -> RandomBytes16 {
    let high = try bigEndian()
    return RandomBytes16(high: high, low: try bigEndian())
  }

  /// A text after its length byte; nil if the length is 0.
  package mutating func optionalText() throws(Malformed) -> InlineText? {
    let count = try byte()
    if count == 0 { return nil }
    guard Int(count) <= end &- offset else { throw Malformed(reason: "it is cut short") }
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: base[offset..<(offset &+ Int(count))])
    offset &+= Int(count)
    guard let text = unsafe InlineText(utf8: bytes) else {
      throw Malformed(reason: "a text is empty, too long, or not UTF-8")
    }
    return text
  }

  package mutating func string(maximum: Int) throws(Malformed) -> String {
    let text = try unsafe withText(maximum: maximum) { unsafe String.validating($0) }
    guard let text else { throw Malformed(reason: "a text is not UTF-8") }
    return text
  }

  /// Calls `body` with the bytes of a text after its length, at most `maximum`; it must not keep
  /// them.
  mutating func withText<Result>(
    maximum: Int, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(Malformed) -> Result {
    let count = try varint()
    guard count <= UInt64(end &- offset), count <= UInt64(maximum) else {
      throw Malformed(reason: "a text is too long")
    }
    let start = offset
    offset &+= Int(count)
    return unsafe body(UnsafeRawBufferPointer(rebasing: base[start..<offset]))
  }
}

extension String {
  /// The text of some bytes; nil unless they are UTF-8.
  static func validating(_ bytes: UnsafeRawBufferPointer) -> String? {
    // Most texts are ASCII, which this finds faster than the standard library does.
    var all: UInt8 = 0
    for index in bytes.indices { all |= unsafe bytes[index] }
    return all < 0x80
      ? unsafe String(decoding: bytes, as: UTF8.self)
      : unsafe String(validating: bytes, as: UTF8.self)
  }
}
