internal import LedgerStorage

/// The entries of one sealed block.
struct EntryBlock: Sendable {
  let sequences: Range<UInt64>
  private var reader: EntryColumnReader
  /// The last entry read with all its fields.
  private var latest: Record?

  /// Makes a block whose columns are decoded when they are first needed.
  init(_ block: SealedBlock) {
    sequences = block.sequences
    reader = EntryColumnReader(BlockColumns(block))
  }

  /// The entry `sequence`, which is in this block.
  ///
  /// - Parameter withTexts: If false, placeholders stand for the texts of the entry.
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

  /// The reference of the entry `sequence`, which is in this block; nil if it has none.
  mutating func reference(at sequence: UInt64) throws(LedgerError) -> InlineText? {
    do throws(ByteReader.Malformed) {
      try reader.go(to: Int(sequence &- sequences.lowerBound))
      return try reader.upcomingReference()
    } catch { throw reader.failure(at: sequence, error) }
  }

  /// Passes all entries of a block to `visit` in order, until it returns false. Returns whether it
  /// reached the end. All columns are decoded, and must have exactly the values of the entries.
  ///
  /// - Parameter withoutChain: Whether the columns of the chain file may be missing; the visitor
  ///   then fills in their fields.
  static func visitAll(
    _ block: SealedBlock, withoutChain: Bool, _ visit: (Record) throws(LedgerError) -> Bool
  ) throws(LedgerError) -> Bool {
    var columns = BlockColumns(block, withoutChain: withoutChain)
    try columns.decodeAll()
    var reader = EntryColumnReader(columns)
    let erased: [Int: ErasedContent]
    do throws(ByteReader.Malformed) { erased = try reader.erasedContents() } catch {
      throw reader.failure(at: block.firstSequence, error)
    }
    for sequence in block.sequences {
      var record: Record
      do throws(ByteReader.Malformed) { record = try reader.record(at: sequence) } catch {
        throw reader.failure(at: sequence, error)
      }
      if !erased.isEmpty { record.erased = erased[Int(sequence &- block.firstSequence)] }
      if try !visit(record) { return false }
    }
    do throws(ByteReader.Malformed) { try reader.checkEnd() } catch {
      throw reader.failure(at: block.sequences.upperBound - 1, error)
    }
    return true
  }
}

extension EntryColumnReader {
  /// The reason why an entry could not be read.
  fileprivate func failure(at sequence: UInt64, _ error: Malformed) -> LedgerError {
    columns.failure
      ?? LedgerError(
        .damaged,
        "\(columns.path), entry \(sequence): \(error.reason); nothing was changed: restore a backup"
      )
  }
}
