internal import CLedgerSupport

/// A blocked Bloom filter: the keys that a table may have. Each key has 7 bits in one block of 64
/// bytes.
///
/// Sound: `words` is allocated for `blockCount` blocks, at least one, all of them initialized.
/// Indices are those of a block below `blockCount`, or of the first one. A filter cannot be copied,
/// so nothing else refers to it.
@safe struct RunFilter: ~Copyable {
  private static let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
  private static let wordsPerBlock = RunLimits.filterBlockBytes / 8
  /// The number of keys that wait until their blocks are loaded: no processor cache holds a large
  /// filter.
  private static let delay = 16

  private let blockCount: Int
  private let words: UnsafeMutablePointer<UInt64>
  /// The latest hashes, which are not in the words yet.
  private var waiting = InlineArray<16, UInt64>(repeating: 0)
  private var waitingCount = 0
  private var next = 0

  /// The number of blocks for `keyCount` different keys; 0 if they have no filter.
  static func blockCount(keyCount: Int) -> Int {
    if keyCount < RunLimits.filterKeysMin { return 0 }
    let bits = keyCount * RunLimits.filterBitsPerKey
    return (bits - 1) / (RunLimits.filterBlockBytes * 8) + 1
  }

  /// An empty filter for `keyCount` different keys.
  init(keyCount: Int) {
    blockCount = Self.blockCount(keyCount: keyCount)
    let wordCount = max(blockCount, 1) * Self.wordsPerBlock
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: wordCount * 8, alignment: RunLimits.filterBlockBytes)
    unsafe words = bytes.initializeMemory(as: UInt64.self, repeating: 0, count: wordCount)
  }

  deinit { unsafe words.deallocate() }

  /// Inserts a key.
  ///
  /// - Parameter hash: The `RunHash.mix` of the key.
  mutating func insert(_ hash: UInt64) {
    if blockCount == 0 { return }
    unsafe ledger_prefetch(UnsafeRawPointer(words + place(of: hash)))
    if waitingCount == Self.delay { set(waiting.span[next]) } else { waitingCount += 1 }
    waiting[next] = hash
    next = (next + 1) % Self.delay
  }

  private func place(of hash: UInt64) -> Int {
    Self.block(of: hash, blockCount: blockCount) &* Self.wordsPerBlock
  }

  private func set(_ hash: UInt64) {
    let block = unsafe words + place(of: hash)
    var probes = hash &* Self.multiplier
    for _ in 0..<RunLimits.filterProbes {
      let bit = Int(probes & 511)
      // Bit n of a block is in its byte n / 8, since words are little-endian.
      unsafe block[bit >> 6] |= (UInt64(1) << UInt64(bit & 63)).littleEndian
      probes >>= 9
    }
  }

  /// Adds the pages of the filter, after all keys were inserted.
  consuming func write(to output: inout RunOutput, table: UInt8) throws(StorageError) {
    for index in 0..<waitingCount { set(waiting.span[index]) }
    var block = 0
    while block < blockCount {
      let count = min(RunLimits.filterBlocksPerUnit, blockCount - block)
      let header = RunLimits.filterBlockBytes
      let length = count * RunLimits.filterBlockBytes
      let blocks = unsafe UnsafeRawBufferPointer(
        start: words + block * Self.wordsPerBlock, count: length)
      try output.appendPage(.filter, table: table, count: count, usedByteCount: header + length) {
        $0.append(zeros: header - RunPageHeader.byteCount)
        unsafe $0.append(contentsOf: blocks)
      }
      block += count
    }
  }

  /// Whether the table may have a key; if false, it has not.
  static func mayContain(
    _ key: UInt64, in pages: RunPages, _ table: RunTable, _ age: PageAge
  ) throws(StorageError) -> Bool {
    try mayContain(hash: RunHash.mix(key), in: pages, table, age)
  }

  /// The same for the hash of a key.
  @inline(__always) static func mayContain(
    hash: UInt64, in pages: RunPages, _ table: RunTable, _ age: PageAge
  ) throws(StorageError) -> Bool {
    let block = block(of: hash, blockCount: table.filterBlockCount)
    let (index, place) = block.quotientAndRemainder(dividingBy: RunLimits.filterBlocksPerUnit)
    let unit = table.directoryEnd + index
    if !pages.isChecked(unit, age) { _ = try pages.page(unit, .filter, of: table.number, age) }
    return pages.hasBits(
      hash &* multiplier, count: RunLimits.filterProbes, in: unit,
      at: (1 + place) * RunLimits.filterBlockBytes)
  }

  /// Starts to load what `mayContain` reads.
  @inline(__always) static func prefetch(hash: UInt64, in pages: RunPages, _ table: RunTable) {
    let block = block(of: hash, blockCount: table.filterBlockCount)
    let (index, place) = block.quotientAndRemainder(dividingBy: RunLimits.filterBlocksPerUnit)
    pages.prefetch(table.directoryEnd + index, (1 + place) * RunLimits.filterBlockBytes)
  }

  /// The block of a key, from the upper half of its hash.
  @inline(__always) private static func block(of hash: UInt64, blockCount: Int) -> Int {
    Int(truncatingIfNeeded: ((hash >> 32) &* UInt64(truncatingIfNeeded: blockCount)) >> 32)
  }
}
