internal import LedgerStorage

/// Turns the entries of a range into blocks of sealed files.
struct BlockCollector {
  /// The regions to write.
  private let regions: Set<ColumnRegion>
  private var transcoder = EntryTranscoder()
  private var encoder = ColumnEncoder()
  private var blocks: [(rowCount: Int, chunks: [ColumnChunk])] = []

  init(regions: Set<ColumnRegion>) { self.regions = regions }

  /// Adds the next entry.
  mutating func add(_ record: Record) {
    transcoder.columns.append(record)
    _ = endBlockIfFull()
  }

  /// Reads the next entry from a frame into the columns; `endBlockIfFull` must follow.
  mutating func read(
    from frame: inout ByteReader, sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> SummaryFields {
    try transcoder.add(from: &frame, sequence: sequence, posted: posted)
  }

  /// Ends the block that the last entry completes; true if it does.
  mutating func endBlockIfFull() -> Bool {
    guard transcoder.columns.rowCount == ColumnLimits.blockRows else { return false }
    endBlock()
    return true
  }

  /// Ends the last block, and passes all blocks to the writer.
  mutating func finish(into writer: inout SegmentWriter) throws(StorageError) {
    if transcoder.columns.rowCount > 0 { endBlock() }
    for block in blocks { try writer.append(rowCount: block.rowCount, block.chunks) }
  }

  private mutating func endBlock() {
    let integers = transcoder.columns.integers
    var chunks: [ColumnChunk] = []
    for column in EntryColumn.allCases where regions.contains(column.region) {
      let number = Int(column.rawValue)
      var bytes: [UInt8] = []
      if column.isText {
        if transcoder.columns.texts[number].count == 0 { continue }
        encoder.encode(transcoder.columns.texts[number], into: &bytes)
      } else {
        let values = integers.values(of: column)
        if values.isEmpty { continue }
        encoder.encode(values, into: &bytes)
      }
      chunks.append(ColumnChunk(region: column.region, column: column.rawValue, bytes: bytes))
    }
    blocks.append((transcoder.columns.rowCount, chunks))
    transcoder.columns.removeAll()
  }
}
