internal import LedgerProof
internal import LedgerStorage

/// Writes a base. See spec/compaction.md.
struct BaseWriter {
  let log: RecordLog
  let summary: BaseSummary

  /// Returns the root over the dropped entries, in hexadecimal digits.
  func write(
    _ dropped: consuming DroppedEntries, _ needed: NeededEntries, to file: RunFile
  ) throws(LedgerError) -> String {
    var writer = RunWriter(to: file)
    let runs = dropped.state.runs.runs
    for table in TableName.allCases where table != .references {
      if table == .reversals { try writeReferences(of: needed, to: &writer) }
      try translating { () throws(StorageError) in
        try RunMerger.merge(
          runs, table: table.rawValue, into: &writer, rule: TableName.rule(table.rawValue)
        ) { key in
          switch table {
          case .reversals: needed.contains(key)
          case .expired: needed.contains(key >> 20)
          default: true
          }
        }
      }
    }
    for sequence in needed.all {
      try append(.entries, sequence, KeptEntry(try log.record(at: sequence)), to: &writer)
    }
    var summary = summary
    summary.unitEntries = dropped.unitEntries
    let tree = dropped.frontier()
    summary.frontier = tree.nodes.map { Self.bytes($0) }
    try append(.summary, 0, summary, to: &writer)
    for (member, seed) in dropped.seeds.sorted(by: { $0.key < $1.key }) {
      try append(.seeds, member, seed, to: &writer)
    }
    for (key, cohort) in dropped.cohorts.storedSums { try append(.sums, key, cohort, to: &writer) }
    let debts = dropped.cohorts.storedDebts.sorted { $0.key < $1.key }
    let activity = dropped.activity.sorted { $0.key < $1.key }
    try writeDropped(dropped.references, to: &writer)
    for (key, value) in activity { try append(.activity, key, value, to: &writer) }
    for (key, debt) in debts where debt.points > 0 || needed.contains(key) {
      try append(.debts, key, debt, to: &writer)
    }
    do throws(StorageError) { _ = try writer.finish() } catch { throw LedgerError(error) }
    return tree.root.description
  }

  /// The references of the entries that are kept in the base, so that these are found by them.
  private func writeReferences(
    of needed: NeededEntries, to writer: inout RunWriter
  ) throws(LedgerError) {
    var pairs: [HashTable.Pair] = []
    for sequence in needed.all {
      guard let reference = try log.reference(at: sequence) else { continue }
      pairs.append(
        HashTable.Pair(hash: reference.hash64(key: log.store.hashKey), number: sequence))
    }
    pairs.sort { ($0.hash, $0.number) < ($1.hash, $1.number) }
    for pair in pairs {
      var out = ByteWriter(reserving: 16)
      StateNumber(value: pair.number).encode(into: &out)
      let value = out
      try translating { () throws(StorageError) in
        try writer.append(TableName.references.rawValue, pair.hash, value.span)
      }
    }
  }

  private func writeDropped(
    _ references: ReferenceCollector, to writer: inout RunWriter
  ) throws(LedgerError) {
    // The patterns come before the numbers, which are then made again from the copy.
    var chunk: UInt64 = 0
    var number: UInt64 = 0
    let copy = references
    try translating { () throws(StorageError) in
      try references.finish { (pattern, numbers) throws(StorageError) in
        let firsts = stride(from: 0, to: numbers.count, by: ReferenceChunk.capacity).map {
          numbers[$0]
        }
        let group = ReferenceGroup(
          pattern: pattern, count: UInt64(numbers.count), last: numbers.last ?? 0, chunk: chunk,
          firsts: firsts)
        try Self.append(.patterns, number, group, to: &writer)
        number += 1
        chunk += UInt64(firsts.count)
      }
      chunk = 0
      try copy.finish { (_, numbers) throws(StorageError) in
        for start in stride(from: 0, to: numbers.count, by: ReferenceChunk.capacity) {
          let end = min(start + ReferenceChunk.capacity, numbers.count)
          try Self.append(
            .references, chunk, ReferenceChunk(numbers: Array(numbers[start..<end])), to: &writer)
          chunk += 1
        }
      }
    }
  }

  private func append(
    _ table: BaseTable, _ key: UInt64, _ value: some StateValue, to writer: inout RunWriter
  ) throws(LedgerError) {
    try translating { () throws(StorageError) in
      try Self.append(table, key, value, to: &writer)
    }
  }

  private static func append(
    _ table: BaseTable, _ key: UInt64, _ value: some StateValue, to writer: inout RunWriter
  ) throws(StorageError) {
    var out = ByteWriter(reserving: 256)
    value.encode(into: &out)
    try writer.append(table.rawValue, key, out.span)
  }

  private static func bytes(_ digest: LedgerProof.Digest) -> [UInt8] {
    let text = Array(digest.description.utf8)
    func nibble(_ byte: UInt8) -> UInt8 { byte < 58 ? byte - 48 : byte - 87 }
    return stride(from: 0, to: text.count, by: 2).map {
      nibble(text[$0]) << 4 | nibble(text[$0 + 1])
    }
  }
}
