internal import LedgerStorage

/// The references of the dropped entries, in a base: they never post again.
///
/// Those of a frequent pattern are known exactly. The others are known by their 64-bit hashes: a
/// new reference is taken for one of *n* others with a probability of n / 2⁶⁴.
final class DroppedReferences: Sendable {
  private let run: Run
  private let hashKey: UInt64
  /// By pattern, read when they are first needed; nil before.
  private let groups = Locked<[ReferencePattern: [ReferenceGroup]]?>(nil)

  init(in base: Run, hashKey: UInt64) {
    run = base
    self.hashKey = hashKey
  }

  /// The sequence number of the first entry that was kept.
  var end: UInt64 { run.range.upperBound }

  /// Whether a dropped entry had this reference.
  ///
  /// - Throws: What is wrong with the base.
  func contains(_ reference: InlineText) throws(StorageError) -> Bool {
    if let (pattern, number) = ReferencePattern.parse(reference),
      try contains(number, of: pattern)
    {
      return true
    }
    return try contains(reference.hash64(key: hashKey), of: .hashes)
  }

  private func contains(
    _ number: UInt64, of pattern: ReferencePattern
  ) throws(StorageError) -> Bool {
    for group in try groups(of: pattern) where try contains(number, in: group) { return true }
    return false
  }

  private func groups(of pattern: ReferencePattern) throws(StorageError) -> [ReferenceGroup] {
    try groups.withLock { (groups) throws(StorageError) -> [ReferenceGroup] in
      if let groups { return groups[pattern] ?? [] }
      var read: [ReferencePattern: [ReferenceGroup]] = [:]
      var cursor = run.cursor(BaseTable.patterns.rawValue)
      while try cursor.next() {
        let group: ReferenceGroup? = cursor.withValue { RunSet.decoded($0) }
        guard let group else { throw damaged }
        read[group.pattern, default: []].append(group)
      }
      groups = read
      return read[pattern] ?? []
    }
  }

  private func contains(_ number: UInt64, in group: ReferenceGroup) throws(StorageError) -> Bool {
    guard number <= group.last else { return false }
    var (low, high) = (0, group.firsts.count)
    while low < high {
      let middle = low + (high - low) / 2
      if group.firsts[middle] <= number { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return false }
    var found: ReferenceChunk??
    try run.readValue(
      BaseTable.references.rawValue, group.chunk &+ UInt64(low - 1), at: nil, .seconds, .seconds
    ) {
      found = .some(RunSet.decoded($0))
    }
    guard case .some(.some(let chunk)) = found, !run.isLost else { throw damaged }
    return chunk.numbers.contains(number)
  }

  private var damaged: StorageError {
    StorageError(.damaged, "the dropped references in the base cannot be read", path: "(base)")
  }
}
