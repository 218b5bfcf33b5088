/// A data page that is being filled. See `RunPlace` for the layout of its entries.
struct RunDataPage {
  /// More than an entry takes besides its value.
  private static let slackBytes = 32

  /// The bytes of the entries; only the first `byteCount` are used.
  private var entries = [UInt8](
    repeating: 0, count: RunLimits.unitBytes + RunDataPage.slackBytes)
  private var byteCount = 0
  private var restarts: [(key: UInt64, offset: UInt16)] = []
  private var lastKey: UInt64 = 0
  /// The number of entries.
  private(set) var count = 0

  /// The first key of the page; 0 if there is none.
  var firstKey: UInt64 { restarts.first?.key ?? 0 }

  /// The used length of the page, with its header.
  var usedByteCount: Int {
    RunPageHeader.byteCount + restarts.count * RunLimits.restartBytes + byteCount
  }

  /// Adds an entry; false if it does not fit any more. The first entry always fits: the page grows.
  ///
  /// - Parameters:
  ///   - key: Not less than the key of the entry before.
  ///   - value: At most `RunLimits.valueBytesMax` bytes.
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
      // Bytes after the difference are overwritten.
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
        // The array was made long enough for this.
        guard let target = entries.baseAddress, let source = value.baseAddress else { return }
        unsafe (target + position).copyMemory(from: source, byteCount: value.count)
      }
    }
    byteCount += size
    lastKey = key
    count += 1
    return true
  }

  /// Adds the page to the output, and empties it.
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
