/// Appends numbers and texts to bytes, in the encodings of entries.
///
/// Sound: `base` is allocated for `capacity` bytes, of which the first `count` are set; a writer cannot
/// be copied, so nobody else refers to them. Every append makes room first.
@safe package struct ByteWriter: ~Copyable, @unchecked Sendable {
  private var base: UnsafeMutableRawPointer
  private var capacity: Int
  package private(set) var count = 0

  package init(reserving capacity: Int = 64) {
    self.capacity = max(capacity, 16)
    unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { unsafe base.deallocate() }

  /// What was written.
  package var span: RawSpan {
    @_lifetime(borrow self) get {
      let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Calls `body` with the first `count` bytes of what was written.
  func withBytes<R, E: Error>(
    first count: Int, _ body: (RawSpan) throws(E) -> R
  ) throws(E) -> R {
    try body(span.extracting(first: count))
  }

  /// What was written, copied.
  package var bytes: [UInt8] { unsafe [UInt8](UnsafeRawBufferPointer(start: base, count: count)) }

  package mutating func removeAll() { count = 0 }

  /// Removes the first `prefix` bytes, of which there must be so many.
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

  /// LEB128: seven bits a byte, the lowest first, in as few bytes as it takes.
  @inline(__always)
  package mutating func varint(_ value: UInt64) {
    reserve(Self.longestVarint)
    var rest = value
    var end = count
    while rest >= 0x80 {
      let low = UInt8(truncatingIfNeeded: rest) | 0x80
      unsafe base.storeBytes(of: low, toByteOffset: end, as: UInt8.self)
      end &+= 1
      rest &>>= 7
    }
    unsafe base.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: end, as: UInt8.self)
    count = end &+ 1
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

  /// A length byte and the text.
  package mutating func text(_ text: InlineText) {
    byte(UInt8(text.byteCount))
    unsafe text.withBytes { unsafe append($0) }
  }

  /// A length varint and the text.
  package mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      varint(UInt64(utf8.count))
      unsafe append(UnsafeRawBufferPointer(utf8))
    }
  }

  /// The bytes as they are.
  mutating func append(_ bytes: RawSpan) { unsafe bytes.withUnsafeBytes { unsafe append($0) } }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    unsafe (base + count).copyMemory(from: start, byteCount: bytes.count)
    count &+= bytes.count
  }

  /// What `body` writes, behind a varint that tells how many bytes it is.
  @inline(__always)
  package mutating func prefixingLength(_ body: (inout ByteWriter) -> Void) {
    let start = count
    // Nearly always one byte is enough.
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
    varint(UInt64(length))
    count &+= length
  }
}
