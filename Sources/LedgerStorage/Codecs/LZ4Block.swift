internal import CLZ4

/// An LZ4 block as it is found in a file.
enum LZ4Block {
  /// A block makes at most so many bytes of each of its own.
  private static let expansion = 255

  /// The bytes that a block expands to, and some zeros behind them; nil unless the block is whole
  /// and makes exactly `byteCount` of them.
  static func expand(_ block: RawSpan, to byteCount: Int, padding: Int = 0) -> [UInt8]? {
    guard let size = Int32(exactly: block.byteCount), let room = Int32(exactly: byteCount),
      byteCount <= block.byteCount * expansion
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: byteCount + padding)
    let count = unsafe bytes.withUnsafeMutableBytes { target in
      unsafe block.withUnsafeBytes { source in
        unsafe LZ4_decompress_safe(
          source.bindMemory(to: CChar.self).baseAddress,
          target.bindMemory(to: CChar.self).baseAddress, size, room)
      }
    }
    return count == room ? bytes : nil
  }
}
