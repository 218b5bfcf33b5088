/// Appends numbers and texts to bytes, in the encodings of entries.
///
/// Sound: `base` is allocated for `capacity` bytes, of which the first `count` are initialized. A
/// writer cannot be copied, so nothing else refers to them. Every append reserves room first.
@safe package struct ByteWriter: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  package private(set) var count = 0

  package init(reserving capacity: Int = 64) {
    self.capacity = max(capacity, 16)
    unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { unsafe base.deallocate() }

  /// The bytes written so far.
  package var span: RawSpan {
    @_lifetime(borrow self) get {
      let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Calls `body` with the first `count` of the bytes written so far.
  func withBytes<R, E: Error>(
    first count: Int, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try body(span.extracting(first: count))
  }

  /// A copy of the bytes written so far.
  package var bytes: [UInt8] { unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: count)) }

  package mutating func removeAll() { count = 0 }

  /// Removes the last `suffix` bytes; there must be at least that many.
  mutating func removeLast(_ suffix: Int) {
    precondition(suffix >= 0 && suffix <= count)
    count -= suffix
  }

  /// Removes the first `prefix` bytes; there must be at least that many.
  package mutating func removeFirst(_ prefix: Int) {
    precondition(prefix >= 0 && prefix <= count)
    count &-= prefix
    unsafe base.copyMemory(from: base + prefix, byteCount: count)
  }

  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity &- count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    let wide = max(capacity * 2, count + more)
    let copy = UnsafeMutableRawPointer.allocate(byteCount: wide, alignment: 16)
    unsafe copy.copyMemory(from: base, byteCount: count)
    unsafe base.deallocate()
    unsafe base = copy
    capacity = wide
  }

  @inline(__always)
  package mutating func byte(_ value: UInt8) {
    reserve(1)
    unsafe base.storeBytes(of: value, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  /// LEB128: seven bits a byte, lowest first, in the fewest bytes possible.
  @inline(__always)
  package mutating func varint(_ value: UInt64) {
    reserve(Self.longestVarint)
    if value < 0x80 {
      unsafe base.storeBytes(
        of: UInt8(truncatingIfNeeded: value), toByteOffset: count, as: UInt8.self)
      count &+= 1
    } else if value < 1 &<< 56 {
      // Stores up to eight bytes at once; later appends overwrite the unused ones.
      let size = (70 &- value.leadingZeroBitCount) / 7
      let more = 0x8080_8080_8080_8080 & (1 &<< UInt64(8 &* (size &- 1)) &- 1)
      unsafe base.storeBytes(
        of: (Self.spread(value) | more).littleEndian, toByteOffset: count, as: UInt64.self)
      count &+= size
    } else {
      varintByBytes(value)
    }
  }

  /// The same, byte by byte.
  @inline(never)
  private mutating func varintByBytes(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      byte(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    byte(UInt8(truncatingIfNeeded: rest))
  }

  /// Spreads the lowest 56 bits, seven to a byte.
  @inline(__always)
  private static func spread(_ value: UInt64) -> UInt64 {
    var bits = value & 0x0FFF_FFFF | (value & 0x00FF_FFFF_F000_0000) &<< 4
    bits = bits & 0x0000_3FFF_0000_3FFF | (bits & 0x0FFF_C000_0FFF_C000) &<< 2
    return bits & 0x007F_007F_007F_007F | (bits & 0x3F80_3F80_3F80_3F80) &<< 1
  }

  private static var longestVarint: Int { 10 }

  /// A signed number as a varint: 0, -1, 1, -2, ... become 0, 1, 2, 3, ...
  @inline(__always)
  package mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)))
  }

  @inline(__always)
  package mutating func bigEndian(_ value: UInt64) {
    reserve(8)
    unsafe base.storeBytes(of: value.bigEndian, toByteOffset: count, as: UInt64.self)
    count &+= 8
  }

  package mutating func random(_ value: RandomBytes16) {
    bigEndian(value.high)
    bigEndian(value.low)
  }

  /// A length byte, then the text.
  package mutating func text(_ text: InlineText) {
    // Stores all of the text's memory; later appends overwrite the bytes behind the text.
    reserve(1 &+ InlineText.maximumByteCount)
    unsafe base.storeBytes(of: UInt8(text.byteCount), toByteOffset: count, as: UInt8.self)
    unsafe withUnsafeBytes(of: text.words) { words in
      guard let start = words.baseAddress else { return }
      unsafe (base + count + 1).copyMemory(from: start, byteCount: InlineText.maximumByteCount)
    }
    count &+= 1 &+ text.byteCount
  }

  /// A length varint, then the text.
  package mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      varint(UInt64(utf8.count))
      unsafe append(UnsafeRawBufferPointer(utf8))
    }
  }

  /// The bytes, unchanged.
  mutating func append(_ bytes: RawSpan) { unsafe bytes.withUnsafeBytes { unsafe append($0) } }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe (base + count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }

  /// The output of `body`, after a varint with its length in bytes.
  @inline(__always)
  package mutating func prefixingLength(_ body: (inout ByteWriter) -> Void) {
    let start = count
    // One byte is nearly always enough for the length.
    byte(0)
    body(&self)
    let length = count &- start &- 1
    guard length >= 0x80 else {
      unsafe base.storeBytes(of: UInt8(length), toByteOffset: start, as: UInt8.self)
      return
    }
    let more = (UInt64.bitWidth &- length.leadingZeroBitCount &- 1) / 7
    reserve(more)
    unsafe (base + start + 1 + more).copyMemory(from: base + start + 1, byteCount: length)
    count = start
    // The varint may write no byte beyond its own: the output of `body` already follows.
    varintByBytes(UInt64(length))
    count &+= length
  }
}
