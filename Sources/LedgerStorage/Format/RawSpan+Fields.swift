extension RawSpan {
  /// The little-endian integer at a byte offset. Traps beyond the end: lengths are checked before.
  func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Value.Type = Value.self
  ) -> Value {
    Value(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type))
  }

  /// Whether every byte is zero.
  var isZero: Bool {
    var offset = 0
    while offset &+ 32 <= byteCount {
      let words: SIMD4<UInt64> = unsafe unsafeLoadUnaligned(
        fromByteOffset: offset, as: SIMD4<UInt64>.self)
      if words != .zero { return false }
      offset &+= 32
    }
    while offset < byteCount {
      if integer(at: offset, as: UInt8.self) != 0 { return false }
      offset &+= 1
    }
    return true
  }
}
