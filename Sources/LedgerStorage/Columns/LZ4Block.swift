internal import CLZ4

/// An LZ4 block as it is found in a file.
enum LZ4Block {
  /// Expands a block into `target`; false unless it is whole and fills exactly that.
  static func expand(_ block: RawSpan, into target: UnsafeMutableRawBufferPointer) -> Bool {
    guard let size = Int32(exactly: block.byteCount), let room = Int32(exactly: target.count) else {
      return false
    }
    let count = unsafe block.withUnsafeBytes { source in
      unsafe LZ4_decompress_safe(
        source.bindMemory(to: CChar.self).baseAddress,
        target.bindMemory(to: CChar.self).baseAddress, size, room)
    }
    return count == room
  }
}
