internal import Glibc

extension RawSpan {
  /// The little-endian integer at a byte offset. Traps beyond the end: callers check lengths first.
  func integer<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Value.Type = Value.self
  ) -> Value {
    Value(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type))
  }

  /// Whether every byte is zero.
  var isZero: Bool {
    // Each byte equals the one before it, and the first is zero.
    unsafe withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, let first = unsafe bytes.first else { return true }
      return unsafe first == 0 && memcmp(start, start + 1, bytes.count - 1) == 0
    }
  }
}
