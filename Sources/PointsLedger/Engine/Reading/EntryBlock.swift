internal import LedgerStorage

/// The entries of one sealed block.
struct EntryBlock: Sendable {
  let sequences: Range<UInt64>
  private var reader: EntryColumnReader
  /// The entry that was asked for last, with all that it says.
  private var latest: Record?

  /// A block whose columns are decoded when they are needed.
  init(_ block: SealedBlock) {
    sequences = block.sequences
    reader = EntryColumnReader(BlockColumns(block))
  }

  /// The entry `sequence`, which is of this block.
  ///
  /// - Parameter withTexts: Without, other texts stand for those of the entry.
  mutating func record(at sequence: UInt64, withTexts: Bool) throws(LedgerError) -> Record {
    if let latest, latest.sequence == sequence { return latest }
    let row = Int(sequence &- sequences.lowerBound)
    do throws(ByteReader.Malformed) {
      try reader.go(to: row)
      let record = try reader.record(at: sequence, withTexts: withTexts)
      if withTexts { latest = record }
      return record
    } catch { throw reader.failure(at: sequence, error) }
  }

  /// The reference of the entry `sequence`, which is of this block; nil where it has none.
  mutating func reference(at sequence: UInt64) throws(LedgerError) -> InlineText? {
    do throws(ByteReader.Malformed) {
      try reader.go(to: Int(sequence &- sequences.lowerBound))
      return try reader.upcomingReference()
    } catch { throw reader.failure(at: sequence, error) }
  }

  /// Shows all entries of a block in order, until `visit` returns false; gives whether it went to the
  /// end. All columns are decoded, and must have no more values than the entries have.
  ///
  /// - Parameter withoutChain: Whether what the chain file says may be missing, and then is to be
  ///   replaced by the visitor.
  static func visitAll(
    _ block: SealedBlock, withoutChain: Bool, _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Bool {
    var columns = BlockColumns(block, withoutChain: withoutChain)
    try columns.decodeAll()
    var reader = EntryColumnReader(columns)
    for sequence in block.sequences {
      let record: Record
      do throws(ByteReader.Malformed) { record = try reader.record(at: sequence) } catch {
        throw reader.failure(at: sequence, error)
      }
      if try !visit(record) { return false }
    }
    do throws(ByteReader.Malformed) { try reader.checkEnd() } catch {
      throw reader.failure(at: block.sequences.upperBound - 1, error)
    }
    return true
  }
}

extension EntryColumnReader {
  /// Why an entry could not be read.
  fileprivate func failure(at sequence: UInt64, _ error: Malformed) -> LedgerError {
    columns.failure
      ?? LedgerError(
        .damaged,
        "\(columns.path), entry \(sequence): \(error.reason); nothing was changed: restore a backup"
      )
  }
}
