internal import CLZ4

/// An LZ4 block from a file.
enum LZ4Block {
  /// A block expands to at most this many times its size.
  private static let expansion = 255

  /// The bytes to which a block expands, followed by `padding` zeros; nil unless the block is
  /// complete and expands to exactly `byteCount` bytes.
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
