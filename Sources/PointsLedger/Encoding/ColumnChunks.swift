internal import LedgerStorage

/// Encodes the columns of blocks, keeping what the encoder needs from one to the next.
struct ColumnChunks {
  private var encoder = ColumnEncoder()

  /// The columns that have values, in the order of their numbers.
  mutating func encode(
    _ columns: EntryColumns, where isWanted: (EntryColumn) -> Bool = { _ in true }
  ) -> [ColumnChunk] {
    var chunks: [ColumnChunk] = []
    for column in EntryColumn.allCases where isWanted(column) {
      let number = Int(column.rawValue)
      var bytes: [UInt8] = []
      if column.isText {
        if columns.texts[number].count == 0 { continue }
        encoder.encode(columns.texts[number], into: &bytes)
      } else {
        if columns.integers[number].isEmpty { continue }
        encoder.encode(columns.integers[number], into: &bytes)
      }
      chunks.append(ColumnChunk(region: column.region, column: column.rawValue, bytes: bytes))
    }
    return chunks
  }
}
