internal import LedgerStorage

/// The sealed blocks that were last read for single entries.
final class BlockCache: Sendable {
  /// At least 1.
  private let capacity: Int
  /// The most recently used block comes last.
  private let blocks = Locked<[EntryBlock]>([])

  init(capacity: Int) { self.capacity = max(capacity, 1) }

  /// The result of `body` on the block with the entry `sequence`; nil if that block is not cached.
  func read<Value: Sendable>(
    _ sequence: UInt64, _ body: (inout EntryBlock) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    try blocks.withLock { (blocks) throws(LedgerError) -> Value? in
      guard let index = blocks.lastIndex(where: { $0.sequences.contains(sequence) }) else {
        return nil
      }
      blocks.swapAt(index, blocks.count - 1)
      return try body(&blocks[blocks.count - 1])
    }
  }

  func removeAll() { blocks.withLock { $0 = [] } }

  /// Adds a block to the cache, and returns the result of `body` on it.
  func add<Value>(
    _ sealed: SealedBlock, _ body: (inout EntryBlock) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    var block = EntryBlock(sealed)
    let value = try body(&block)
    blocks.withLock { [block] blocks in
      if blocks.count == capacity { blocks.removeFirst() }
      blocks.append(block)
    }
    return value
  }
}
