internal import LedgerStorage

/// The sealed blocks that were asked last for single entries.
final class BlockCache: Sendable {
  /// 1 or more.
  private let capacity: Int
  /// The latest used comes last.
  private let blocks = Locked<[EntryBlock]>([])

  init(capacity: Int) { self.capacity = max(capacity, 1) }

  /// The entry `sequence`, if its block is here.
  func record(at sequence: UInt64, withTexts: Bool) throws(LedgerError) -> Record? {
    try blocks.withLock { (blocks) throws(LedgerError) -> Record? in
      guard let index = blocks.lastIndex(where: { $0.sequences.contains(sequence) }) else {
        return nil
      }
      blocks.swapAt(index, blocks.count - 1)
      return try blocks[blocks.count - 1].record(at: sequence, withTexts: withTexts)
    }
  }

  func removeAll() { blocks.withLock { $0 = [] } }

  /// Keeps a block, and gives its entry `sequence`.
  func add(
    _ sealed: SealedBlock, thenAt sequence: UInt64, withTexts: Bool
  ) throws(LedgerError) -> Record {
    var block = EntryBlock(sealed)
    let record = try block.record(at: sequence, withTexts: withTexts)
    blocks.withLock { [block] blocks in
      if blocks.count == capacity { blocks.removeFirst() }
      blocks.append(block)
    }
    return record
  }
}
