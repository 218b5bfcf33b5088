internal import LedgerStorage

/// Writes the sealed files of one ended log.
struct SegmentBuilder {
  private let store: LogStore
  /// The sequence numbers of the log.
  private let range: Range<UInt64>
  private var collector = BlockCollector(regions: ColumnRegion.all)
  private var summary: SegmentSummary
  private var lastPosted = Int64.min

  init(store: LogStore, range: Range<UInt64>) throws(LedgerError) {
    self.store = store
    self.range = range
    summary = SegmentSummary(following: try SegmentSummary.last(of: store))
  }

  /// Reads the log, writes the sealed files, and replaces the log by them.
  mutating func run(now: Instant) throws(LedgerError) {
    var writer = try translating { () throws(StorageError) in
      try store.beginSealing(range, created: now.milliseconds)
    }
    // This process has read or written the whole log before, so its entries are not checked again.
    try RecordLog(store: store).forEachRow(in: range) {
      (frame, sequence, posted) throws(ByteReader.Malformed) in
      let entry = try collector.read(from: &frame, sequence: sequence, posted: posted)
      summary.add(entry)
      if collector.endBlockIfFull() { summary.endBlock() }
      lastPosted = posted
    }
    if UInt64(range.count) % UInt64(ColumnLimits.blockRows) != 0 { summary.endBlock() }
    try translating { () throws(StorageError) in
      try collector.finish(into: &writer)
      try store.install(writer, summary: summary.encoded(), lastClock: lastPosted)
    }
  }
}

extension SegmentSummary {
  /// The summary of the last segment; nil if there is none.
  static func last(of store: LogStore) throws(LedgerError) -> SegmentSummary? {
    guard let range = store.sealedRanges.last else { return nil }
    return try of(range, in: store)
  }

  /// The summary of the segment with exactly these entries.
  static func of(_ range: Range<UInt64>, in store: LogStore) throws(LedgerError) -> SegmentSummary {
    let bytes = try translating { () throws(StorageError) in try store.summary(of: range) }
    do throws(ByteReader.Malformed) { return try SegmentSummary(decoding: bytes) } catch {
      throw LedgerError(
        .damaged,
        "the segment with entry \(range.lowerBound), its summary: \(error.reason); restore a backup"
      )
    }
  }
}
