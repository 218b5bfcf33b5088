internal import LedgerProof
internal import LedgerStorage

/// Writes a base. See spec/compaction.md.
struct BaseWriter {
  let log: RecordLog
  let summary: BaseSummary

  /// Returns the root over the dropped entries, in hexadecimal digits.
  ///
  /// - Parameter runs: Those of the state after them.
  func write(
    _ dropped: DroppedEntries, after runs: [Run], _ needed: NeededEntries, to file: RunFile
  ) throws(LedgerError) -> String {
    var writer = RunWriter(to: file)
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
    summary.frontier = dropped.tree.nodes.map { Self.bytes($0) }
    try append(.summary, 0, summary, to: &writer)
    for (member, seed) in dropped.seeds.sorted(by: { $0.key < $1.key }) {
      try append(.seeds, member, seed, to: &writer)
    }
    for (key, cohort) in dropped.sums { try append(.sums, key, cohort, to: &writer) }
    let debts = dropped.debts.sorted { $0.key < $1.key }
    let activity = dropped.activity.sorted { $0.key < $1.key }
    try writeDropped(dropped.references, to: &writer)
    for (key, value) in activity { try append(.activity, key, value, to: &writer) }
    for (key, debt) in debts where debt.points > 0 || needed.contains(key) {
      try append(.debts, key, debt, to: &writer)
    }
    do throws(StorageError) { _ = try writer.finish() } catch { throw LedgerError(error) }
    return dropped.tree.root.description
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
    _ groups: [(pattern: ReferencePattern, chunks: [ReferenceNumbers.Chunk])],
    to writer: inout RunWriter
  ) throws(LedgerError) {
    var (number, chunk) = (UInt64(0), UInt64(0))
    for (pattern, chunks) in groups {
      for start in stride(from: 0, to: chunks.count, by: ReferenceGroup.capacity) {
        let part = chunks[start..<min(start + ReferenceGroup.capacity, chunks.count)]
        let group = ReferenceGroup(
          pattern: pattern, count: part.reduce(0) { $0 + UInt64($1.count) },
          last: part.last?.last ?? 0, chunk: chunk, firsts: part.map(\.first))
        try append(.patterns, number, group, to: &writer)
        number += 1
        chunk += UInt64(part.count)
      }
    }
    chunk = 0
    for next in groups.lazy.flatMap(\.chunks) {
      do throws(StorageError) {
        try writer.append(BaseTable.references.rawValue, chunk, next.bytes.rawSpan)
      } catch {
        throw LedgerError(error)
      }
      chunk += 1
    }
  }

  private func append(
    _ table: BaseTable, _ key: UInt64, _ value: some StateValue, to writer: inout RunWriter
  ) throws(LedgerError) {
    var out = ByteWriter(reserving: 256)
    value.encode(into: &out)
    do throws(StorageError) { try writer.append(table.rawValue, key, out.span) } catch {
      throw LedgerError(error)
    }
  }

  private static func bytes(_ digest: LedgerProof.Digest) -> [UInt8] {
    let text = Array(digest.description.utf8)
    func nibble(_ byte: UInt8) -> UInt8 { byte < 58 ? byte - 48 : byte - 87 }
    return stride(from: 0, to: text.count, by: 2).map {
      nibble(text[$0]) << 4 | nibble(text[$0 + 1])
    }
  }
}
