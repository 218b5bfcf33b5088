internal import CLZ4

/// Makes LZ4 blocks, and reuses the compressor's memory.
///
/// The state is cleared before every block, which takes a fraction of a microsecond: remains of an
/// earlier block would make the same bytes compress differently.
struct LZ4Compressor {
  private var state: [UInt64] = []
  private(set) var block: [UInt8] = []

  /// Compresses the first `byteCount` bytes of an array into the start of `block`.
  ///
  /// - Returns: The length of the block; nil unless it is less than `limit`.
  mutating func compress(_ source: [UInt8], _ byteCount: Int, below limit: Int) -> Int? {
    let room = min(limit, byteCount) - 1
    guard room > 0, byteCount <= Int(LZ4_MAX_INPUT_SIZE) else { return nil }
    if state.isEmpty {
      state = [UInt64](repeating: 0, count: (Int(LZ4_sizeofState()) + 7) / 8)
    }
    if block.count < room { block = [UInt8](repeating: 0, count: room) }
    let count = unsafe state.withUnsafeMutableBytes { state in
      unsafe block.withUnsafeMutableBytes { target in
        unsafe source.withUnsafeBytes { source in
          unsafe LZ4_compress_fast_extState(
            state.baseAddress, source.bindMemory(to: CChar.self).baseAddress,
            target.bindMemory(to: CChar.self).baseAddress, Int32(byteCount), Int32(room), 1)
        }
      }
    }
    return count > 0 ? Int(count) : nil
  }
}
