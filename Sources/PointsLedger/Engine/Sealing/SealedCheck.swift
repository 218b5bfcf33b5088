internal import LedgerStorage

/// Checks the other content of sealed files against the entries: summaries, clocks, and the fields
/// that follow from earlier entries.
struct SealedCheck {
  /// The sums over one sealed range.
  private struct Sums {
    let range: Range<UInt64>
    var summary: SegmentSummary
  }

  private let store: LogStore
  /// The ranges that are not begun.
  private var ranges: ArraySlice<Range<UInt64>>
  private var sums: Sums?
  /// The summary of the range before.
  private var summary: SegmentSummary?

  init(_ store: LogStore) throws(LedgerError) {
    self.store = store
    ranges = store.sealedRanges[...]
    guard let base = Base(of: store) else { return }
    let state = try base.state()
    summary = SegmentSummary(
      afterMembers: UInt64(state.members.count), identifiers: UInt64(state.identifiers.count),
      unitEntries: try base.summary().unitEntries)
  }

  /// Adds the next entry, which is sound. After the last entry of a sealed range, returns what is
  /// wrong with it.
  mutating func add(_ record: Record) throws(LedgerError) -> String? {
    if sums == nil, ranges.first?.contains(record.sequence) == true {
      sums = ranges.popFirst().map { range in
        Sums(range: range, summary: SegmentSummary(following: summary))
      }
    }
    guard let range = sums?.range else { return nil }
    sums?.summary.add(SummaryFields(record))
    let next = record.sequence + 1
    let isLast = next == range.upperBound
    if isLast || (next - range.lowerBound) % UInt64(ColumnLimits.blockRows) == 0 {
      sums?.summary.endBlock()
    }
    guard isLast, let sums else { return nil }
    self.sums = nil
    summary = sums.summary
    return try problem(of: sums, clock: record.posted)
  }

  /// Checks the fields of the next entry that a chain file holds against the earlier entries, from
  /// which they follow.
  func checkChain(of record: Record, after state: borrowing LedgerState) throws(LedgerError) {
    guard record.sequence < store.sealedSequence else { return }
    var derived = record
    do throws(Account.Contradiction) { try state.complete(&derived) } catch {
      throw LedgerState.contradiction(record, error)
    }
    guard derived.hasSameBody(as: record) else {
      throw LedgerState.contradiction(
        record, Account.Contradiction("its chain file does not follow from them"))
    }
  }

  private func problem(of sums: Sums, clock: Int64) throws(LedgerError) -> String? {
    if Canary.isPlanted(.uncheckedSummary) { return nil }
    let range = sums.range
    let stored = try translating { () throws(StorageError) in
      (try store.summary(of: range), try store.lastClocks(of: range))
    }
    let place = "\(store.directoryPath), the segment with entry \(range.lowerBound)"
    guard stored.1.allSatisfy({ $0 == clock }) else {
      return "\(place): a footer has another clock than the last entry; restore a backup"
    }
    guard stored.0 == sums.summary.encoded() else {
      return "\(place): its summary says otherwise than its entries; restore a backup"
    }
    return nil
  }
}

extension Record {
  fileprivate func hasSameBody(as other: Record) -> Bool {
    var mine = ByteWriter(reserving: 128)
    var others = ByteWriter(reserving: 128)
    encodeBody(into: &mine)
    other.encodeBody(into: &others)
    return mine.bytes == others.bytes
  }
}
