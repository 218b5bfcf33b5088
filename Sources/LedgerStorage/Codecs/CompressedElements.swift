/// Integers in whole bytes, compressed with LZ4: for columns with repetitions.
struct CompressedElements {
  private var compressor = LZ4Compressor()
  private var bytes: [UInt8] = []
  private var blockByteCount = 0

  /// Compresses integers, if there are signs that it helps, and if the stream becomes smaller than
  /// `limit` bytes.
  mutating func compress(_ values: Span<Int64>, shape: IntegerShape, below limit: Int) -> Bool {
    let size = Self.elementByteCount(shape)
    lay(values, shape: shape, size: size)
    guard mayRepeat(values.count, size: size, below: limit) else { return false }
    let overhead = 1 + shape.headerByteCount + Varint.byteCount(UInt64(limit))
    guard
      let count = compressor.compress(bytes, values.count * size, below: limit - overhead)
    else { return false }
    blockByteCount = count
    return true
  }

  /// Appends the stream of the integers that were compressed last.
  func append(shape: IntegerShape, to out: inout [UInt8]) {
    out.append(IntegerMethod.compressed.rawValue)
    out.append(zigzag: shape.base)
    out.append(varint: shape.divisor.value)
    out.append(UInt8(Self.elementByteCount(shape)))
    out.append(varint: UInt64(blockByteCount))
    out.append(contentsOf: compressor.block[..<blockByteCount])
  }

  private static func elementByteCount(_ shape: IntegerShape) -> Int {
    max(1, (shape.width + 7) / 8)
  }

  /// Writes the quotients in `size` bytes each, and leaves 8 bytes after them.
  private mutating func lay(_ values: Span<Int64>, shape: IntegerShape, size: Int) {
    let count = values.count * size + 8
    if bytes.count < count { bytes = [UInt8](repeating: 0, count: count) }
    let (base, divisor) = (shape.base, shape.divisor)
    unsafe bytes.withUnsafeMutableBytes { target in
      for index in values.indices {
        let quotient = divisor.quotient(UInt64(bitPattern: values[index] &- base))
        // Bytes beyond the element are overwritten by the next one.
        unsafe target.storeBytes(
          of: quotient.littleEndian, toByteOffset: index &* size, as: UInt64.self)
      }
    }
  }

  /// Estimates whether the stream takes fewer than `limit` bytes: counts the elements at which 8
  /// bytes begin that were not seen before.
  private func mayRepeat(_ count: Int, size: Int, below limit: Int) -> Bool {
    var seen = InlineArray<512, UInt64>(repeating: 0)
    let elements = bytes.rawSpan
    var left = (limit - 1) / size
    for index in 0..<count {
      let word: UInt64 = elements.integer(at: index &* size)
      let hash = Int((word &* 0x9E37_79B9_7F4A_7C15) &>> 49)
      let bit: UInt64 = 1 &<< UInt64(hash & 63)
      guard seen[hash &>> 6] & bit == 0 else { continue }
      guard left > 0 else { return false }
      left &-= 1
      seen[hash &>> 6] |= bit
    }
    return true
  }
}
