/// Builds the bytes of a small structure, field by field.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  /// Appends an integer, little-endian.
  mutating func append(_ value: some FixedWidthInteger) {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe bytes.append(contentsOf: $0) }
  }

  /// Appends bytes unchanged.
  mutating func append(bytes more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Appends zero bytes.
  mutating func append(zeros count: Int) {
    bytes.append(contentsOf: repeatElement(0, count: count))
  }

  /// Appends the checksum of everything from `start` on.
  mutating func appendChecksum(from start: Int = 0) {
    append(Checksum.crc32c(bytes.rawSpan.extracting(start..<bytes.count)))
  }
}
