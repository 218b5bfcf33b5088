internal import LedgerStorage

/// The entries of one sealed block, decoded as far as they were asked for.
struct EntryBlock: Sendable {
  /// What a log can hold: the shortest item of a list takes eight bytes of it.
  private static let maximumValues = 1 << 20
  private static let maximumTextBytes = 8 << 20

  let sequences: Range<UInt64>
  /// The file, for messages.
  let path: String
  private var reader: EntryColumnReader
  /// The row that the reader comes to next.
  private var row = 0
  /// The reader at the first row.
  private let start: EntryColumnReader
  /// The entry that was asked for last.
  private var latest: Record?
  /// All entries, once one was asked for that the reader had passed.
  private var records: [Record] = []

  /// Decodes the columns of a block.
  init(_ block: SealedBlock) throws(LedgerError) {
    sequences = block.sequences
    path = block.path
    var integers: [[Int64]] = Array(repeating: [], count: EntryColumn.end)
    var texts = Array(repeating: ColumnTexts(), count: EntryColumn.end)
    for column in EntryColumn.allCases {
      guard let chunk = block.chunk(column.rawValue, of: column.region) else { continue }
      do throws(FormatFault) {
        if column.isText {
          texts[Int(column.rawValue)] = try ColumnDecoder.texts(
            chunk.rawSpan, limit: Self.maximumValues, byteLimit: Self.maximumTextBytes)
        } else {
          integers[Int(column.rawValue)] = try ColumnDecoder.integers(
            chunk.rawSpan, limit: Self.maximumValues)
        }
      } catch {
        throw LedgerError(
          .damaged,
          "\(block.path), the block with entry \(sequences.lowerBound), column \(column): "
            + "\(error.what); restore a backup")
      }
    }
    start = EntryColumnReader(integers: integers, texts: texts, hasChain: block.hasChain)
    reader = start
  }

  /// The entry `sequence`, which is of this block.
  mutating func record(at sequence: UInt64) throws(LedgerError) -> Record {
    let index = Int(sequence &- sequences.lowerBound)
    if index < records.count { return records[index] }
    if let latest, latest.sequence == sequence { return latest }
    if index < row {
      reader = start
      row = 0
      for _ in 0..<sequences.count { records.append(try next()) }
      return records[index]
    }
    while row < index { try skip() }
    let record = try next()
    latest = record
    return record
  }

  /// Shows all entries in order, of a block that was not asked for single ones, until `visit` returns false; gives whether it went to the end.
  mutating func visitAll(
    _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Bool {
    for _ in row..<sequences.count {
      if try !visit(next()) { return false }
    }
    do throws(ByteReader.Malformed) { try reader.checkEnd() } catch {
      throw damaged(sequences.upperBound - 1, error)
    }
    return true
  }

  private mutating func skip() throws(LedgerError) {
    let sequence = sequences.lowerBound + UInt64(row)
    row += 1
    do throws(ByteReader.Malformed) { try reader.skip(at: sequence) } catch {
      throw damaged(sequence, error)
    }
  }

  private mutating func next() throws(LedgerError) -> Record {
    let sequence = sequences.lowerBound + UInt64(row)
    row += 1
    do throws(ByteReader.Malformed) { return try reader.record(at: sequence) } catch {
      throw damaged(sequence, error)
    }
  }

  private func damaged(_ sequence: UInt64, _ error: ByteReader.Malformed) -> LedgerError {
    LedgerError(
      .damaged,
      "\(path), entry \(sequence): \(error.reason); nothing was changed: restore a backup")
  }
}
