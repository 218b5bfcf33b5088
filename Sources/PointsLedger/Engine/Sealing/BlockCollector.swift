internal import LedgerStorage

/// Turns the entries of a range into the blocks of its sealed files.
struct BlockCollector {
  private let regions: Set<ColumnRegion>
  private var transcoder: EntryTranscoder
  private var encoder = ColumnEncoder()
  private var keys: SegmentKeys
  private var blocks: [(rowCount: Int, chunks: [ColumnChunk])] = []

  /// - Parameters:
  ///   - regions: Which regions are wanted; the keys always are.
  ///   - identifiersBefore: How many identifiers were known before the range.
  init(
    range: Range<UInt64>, of store: LogStore, regions: Set<ColumnRegion>, identifiersBefore: UInt64
  ) {
    self.regions = regions
    transcoder = EntryTranscoder(hashKey: SegmentKeys.hashKey(of: store))
    keys = SegmentKeys(range: range, identifiersBefore: identifiersBefore)
  }

  /// Adds the next entry; true if it completes a block.
  mutating func add(_ record: Record) -> Bool {
    transcoder.columns.append(record)
    return count(IndexedFields(record, hashKey: transcoder.hashKey))
  }

  /// Reads the next entry from a frame into the columns; `count` must follow.
  mutating func read(
    from frame: inout ByteReader, sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> IndexedFields {
    try transcoder.add(from: &frame, sequence: sequence, posted: posted)
  }

  /// Counts the entry that was put into the columns last; true if it completes a block.
  mutating func count(_ entry: IndexedFields) -> Bool {
    keys.add(entry)
    guard transcoder.columns.rowCount == ColumnLimits.blockRows else { return false }
    endBlock()
    return true
  }

  /// Ends the last block, and gives all of them to the writer.
  mutating func finish(into writer: inout SegmentWriter) throws(StorageError) {
    if transcoder.columns.rowCount > 0 { endBlock() }
    let keys = keys.blocks(&encoder)
    for (block, keys) in zip(blocks, keys) {
      try writer.append(rowCount: block.rowCount, block.chunks + keys)
    }
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
