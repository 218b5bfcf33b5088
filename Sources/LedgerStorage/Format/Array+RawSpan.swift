extension Array where Element == UInt8 {
  /// The bytes for reading.
  package var rawSpan: RawSpan {
    // A UInt8 has no padding, so no uninitialized bytes are visible.
    @_lifetime(borrow self) get { unsafe span.bytes }
  }

  /// Stores an integer little-endian at a byte offset. Traps beyond the end.
  mutating func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
    unsafe withUnsafeMutableBytes {
      unsafe $0.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
    }
  }
}
