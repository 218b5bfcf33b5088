/// A data page that is being filled. See `RunPlace` for how entries lie in it.
struct RunDataPage {
  /// More than what the parts of an entry besides its value take.
  private static let slackBytes = 32

  /// The entries' bytes: the first `byteCount` count.
  private var entries = [UInt8](
    repeating: 0, count: RunLimits.unitBytes + RunDataPage.slackBytes)
  private var byteCount = 0
  private var restarts: [(key: UInt64, offset: UInt16)] = []
  private var lastKey: UInt64 = 0
  /// The number of entries.
  private(set) var count = 0

  /// The first key in it; 0 where there is none.
  var firstKey: UInt64 { restarts.first?.key ?? 0 }

  /// The length of what the page holds, with its header.
  var usedByteCount: Int {
    RunPageHeader.byteCount + restarts.count * RunLimits.restartBytes + byteCount
  }

  /// Adds an entry; false where it does not fit any more. The first entry always fits: the page grows.
  ///
  /// - Parameters:
  ///   - key: not less than that of the entry before.
  ///   - value: at most `RunLimits.valueBytesMax`.
  mutating func append(_ key: UInt64, _ value: RawSpan) -> Bool {
    let isRestart = count % RunLimits.restartInterval == 0
    let difference = isRestart ? 0 : key &- lastKey
    let keyBytes = (71 - difference.leadingZeroBitCount) / 8
    let more = value.byteCount - 15
    let size =
      1 + keyBytes + (more < 0 ? 0 : Varint.byteCount(UInt64(more))) + value.byteCount
    if count > 0,
      usedByteCount + (isRestart ? RunLimits.restartBytes : 0) + size > RunLimits.unitBytes
    {
      return false
    }
    if isRestart { restarts.append((key, UInt16(truncatingIfNeeded: byteCount))) }
    if entries.count < byteCount + size + Self.slackBytes {
      entries.append(zeros: byteCount + size + Self.slackBytes - entries.count)
    }
    var position = byteCount
    unsafe entries.withUnsafeMutableBytes { entries in
      unsafe entries[position] = UInt8(
        truncatingIfNeeded: keyBytes | (more < 0 ? value.byteCount : 15) << 4)
      // Bytes behind the difference are written over.
      unsafe entries.storeBytes(
        of: difference.littleEndian, toByteOffset: position + 1, as: UInt64.self)
      position += 1 + keyBytes
      if more >= 0 {
        var rest = more
        while rest >= 0x80 {
          unsafe entries[position] = UInt8(truncatingIfNeeded: rest) | 0x80
          position += 1
          rest >>= 7
        }
        unsafe entries[position] = UInt8(truncatingIfNeeded: rest)
        position += 1
      }
      unsafe value.withUnsafeBytes { value in
        // The array was made long enough for it.
        guard let target = entries.baseAddress, let source = value.baseAddress else { return }
        unsafe (target + position).copyMemory(from: source, byteCount: value.count)
      }
    }
    byteCount += size
    lastKey = key
    count += 1
    return true
  }

  /// Adds the page to the output, and is empty then.
  mutating func write(to output: inout RunOutput, table: UInt8) throws(StorageError) {
    try output.appendPage(.data, table: table, count: count, usedByteCount: usedByteCount) {
      bytes in
      var list = ByteWriter()
      for restart in restarts { list.append(restart.key) }
      for restart in restarts { list.append(restart.offset) }
      bytes += list.bytes
      bytes += entries[..<byteCount]
    }
    restarts.removeAll(keepingCapacity: true)
    byteCount = 0
    count = 0
  }
}
