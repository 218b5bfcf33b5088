internal import LedgerStorage

/// Writes the sealed files of one ended log.
struct SegmentBuilder {
  let store: LogStore
  /// The sequence numbers of the log.
  let range: Range<UInt64>

  private var columns = EntryColumns()
  private var chunks = ColumnChunks()
  private var summary: SegmentSummary

  private var lastPosted = Int64.min

  init(store: LogStore, range: Range<UInt64>) throws(LedgerError) {
    self.store = store
    self.range = range
    let last = try translating { () throws(StorageError) in try store.segments().last }
    do throws(ByteReader.Malformed) {
      summary = SegmentSummary(
        following: try last.map { (last) throws(ByteReader.Malformed) in
          try SegmentSummary(decoding: last.summary)
        })
    } catch {
      throw LedgerError(
        .damaged,
        "\(last?.segment.name ?? "a segment"), its summary: \(error.reason); restore a backup")
    }
  }

  /// Reads the log, writes the files, and puts them in its place.
  mutating func run(now: Instant) throws(LedgerError) {
    var writer = try translating { () throws(StorageError) in
      try store.beginSealing(range, created: now.milliseconds)
    }
    try RecordLog(store: store).forEach(from: range.lowerBound) { (record) throws(LedgerError) in
      guard record.sequence < range.upperBound else { return false }
      columns.append(record)
      summary.add(record)
      lastPosted = record.posted
      if columns.rowCount == ColumnLimits.blockRows { try flush(to: &writer) }
      return true
    }
    if columns.rowCount > 0 { try flush(to: &writer) }
    try translating { () throws(StorageError) in
      try store.install(writer, summary: summary.encoded(), lastClock: lastPosted)
    }
  }

  private mutating func flush(to writer: inout SegmentWriter) throws(LedgerError) {
    let rows = columns.rowCount
    let chunks = chunks.encode(columns)
    summary.endBlock()
    columns.removeAll()
    try translating { () throws(StorageError) in
      try writer.append(rowCount: rows, chunks)
    }
  }
}
