/// A blocked Bloom filter: which keys a table may have. Each key has one block of 64 bytes, and 7 bits
/// there.
struct RunFilter {
  private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15

  private let blockCount: Int
  private var bytes: [UInt8]

  /// How many blocks so many different keys take; 0 where they have no filter.
  static func blockCount(keyCount: Int) -> Int {
    if keyCount < RunLimits.filterKeysMin { return 0 }
    let bits = keyCount * RunLimits.filterBitsPerKey
    return (bits - 1) / (RunLimits.filterBlockBytes * 8) + 1
  }

  /// The filter of so many different keys, before they are inserted.
  init(keyCount: Int) {
    blockCount = Self.blockCount(keyCount: keyCount)
    bytes = [UInt8](repeating: 0, count: blockCount * RunLimits.filterBlockBytes)
  }

  /// Inserts a key.
  ///
  /// - Parameter hash: its `RunHash.mix`.
  mutating func insert(_ hash: UInt64) {
    if blockCount == 0 { return }
    let start = Self.block(of: hash, blockCount: blockCount) * RunLimits.filterBlockBytes
    var probes = hash &* Self.multiplier
    for _ in 0..<RunLimits.filterProbes {
      let bit = Int(probes & 511)
      bytes[start + bit >> 3] |= 1 << UInt8(bit & 7)
      probes >>= 9
    }
  }

  /// Adds the pages of the filter.
  func write(to output: inout RunOutput, table: UInt8) throws(StorageError) {
    var block = 0
    while block < blockCount {
      let count = min(RunLimits.filterBlocksPerUnit, blockCount - block)
      let start = block * RunLimits.filterBlockBytes
      let header = RunLimits.filterBlockBytes
      let length = count * RunLimits.filterBlockBytes
      try output.appendPage(.filter, table: table, count: count, usedByteCount: header + length) {
        $0.append(zeros: header - RunPageHeader.byteCount)
        $0 += bytes[start..<start + length]
      }
      block += count
    }
  }

  /// Whether the table may have a key; if not, it has not.
  static func mayContain(
    _ key: UInt64, in pages: RunPages, _ table: RunTable
  ) throws(StorageError) -> Bool {
    try mayContain(hash: RunHash.mix(key), in: pages, table)
  }

  /// The same for the hash of a key.
  @inline(__always) static func mayContain(
    hash: UInt64, in pages: RunPages, _ table: RunTable
  ) throws(StorageError) -> Bool {
    let block = block(of: hash, blockCount: table.filterBlockCount)
    let (index, place) = block.quotientAndRemainder(dividingBy: RunLimits.filterBlocksPerUnit)
    let unit = table.directoryEnd + index
    if !pages.isChecked(unit) { _ = try pages.page(unit, .filter, of: table.number) }
    return pages.hasBits(
      hash &* multiplier, count: RunLimits.filterProbes, in: unit,
      at: (1 + place) * RunLimits.filterBlockBytes)
  }

  /// Begins to load what `mayContain` looks at.
  @inline(__always) static func prefetch(hash: UInt64, in pages: RunPages, _ table: RunTable) {
    let block = block(of: hash, blockCount: table.filterBlockCount)
    let (index, place) = block.quotientAndRemainder(dividingBy: RunLimits.filterBlocksPerUnit)
    pages.prefetch(table.directoryEnd + index, (1 + place) * RunLimits.filterBlockBytes)
  }

  /// The block of a key: by the upper half of its hash.
  @inline(__always) private static func block(of hash: UInt64, blockCount: Int) -> Int {
    Int(truncatingIfNeeded: ((hash >> 32) &* UInt64(truncatingIfNeeded: blockCount)) >> 32)
  }
}
