internal import LedgerStorage

/// Collects where in a segment its references, identifiers and accounts are.
struct SegmentKeys {
  private let range: Range<UInt64>
  private let blockCount: Int
  /// By block: keys in the upper half, rows and numbers in the lower, so that they sort fast.
  private var references: [[UInt64]]
  private var identifiers: [[UInt64]]
  /// By row: the account; nil for an entry of none, and for one that is not the account's last.
  private var heads: [UInt64?] = []
  private var identifierCount: UInt64

  /// - Parameter identifiersBefore: How many identifiers were known before the range.
  init(range: Range<UInt64>, identifiersBefore: UInt64) {
    self.range = range
    blockCount = ColumnLimits.blockCount(of: range)
    references = Array(repeating: [], count: blockCount)
    identifiers = references
    identifierCount = identifiersBefore
  }

  /// What hashes texts in a ledger: the beginning of its UUID.
  static func hashKey(of store: LogStore) -> UInt64 { store.ledgerID.high }

  mutating func add(_ entry: IndexedFields) {
    let row = Int64(entry.sequence - range.lowerBound)
    if let hash = entry.referenceHash {
      let place = KeyPlace(hash: hash, blockCount: blockCount)
      references[place.block].append(Self.pair(place.key, UInt64(row)))
    }
    if let hash = entry.newIdentifierHash {
      let place = KeyPlace(hash: hash, blockCount: blockCount)
      identifiers[place.block].append(Self.pair(place.key, identifierCount))
      identifierCount += 1
    }
    heads.append(entry.member.map { KeyPlace.account(member: $0, unit: entry.unit) })
    if entry.member != nil, let previous = entry.previous, previous < entry.sequence,
      previous >= range.lowerBound
    {
      heads[Int(previous - range.lowerBound)] = nil
    }
  }

  /// The columns of each block, with their values.
  func columns() -> [[(column: KeyColumn, values: [Int64])]] {
    var accounts: [[(account: UInt64, row: Int)]] = Array(repeating: [], count: blockCount)
    for (row, account) in heads.enumerated() {
      guard let account else { continue }
      let place = KeyPlace(account: account, blockCount: blockCount)
      accounts[place.block].append((account, row))
    }
    return (0..<blockCount).map { block in
      var heads = accounts[block]
      RadixSort.sort(&heads) { $0.account }
      let references = Self.sorted(references[block])
      let identifiers = Self.sorted(identifiers[block])
      return [
        (.reference, references.keys), (.referenceRow, references.values),
        (.identifier, identifiers.keys), (.identifierNumber, identifiers.values),
        (.account, heads.map { Int64(bitPattern: $0.account) }),
        (.lastRow, heads.map { Int64($0.row) }),
      ]
    }
  }

  /// The chunks of each block.
  func blocks(_ encoder: inout ColumnEncoder) -> [[ColumnChunk]] {
    columns().map { columns in
      columns.filter { !$0.values.isEmpty }.map { column, values in
        var bytes: [UInt8] = []
        encoder.encode(values.span, into: &bytes)
        return ColumnChunk(region: .keys, column: column.rawValue, bytes: bytes)
      }
    }
  }

  /// The values of a column of one block, as a sealed range has them.
  static func values(
    _ column: KeyColumn, ofBlock block: Int, in range: Range<UInt64>, of store: LogStore
  ) throws(LedgerError) -> [Int64] {
    let chunk = try translating { () throws(StorageError) in
      try store.keyChunk(column.rawValue, ofBlock: block, in: range)
    }
    guard let chunk else { return [] }
    do throws(FormatFault) {
      return try ColumnDecoder.integers(chunk.rawSpan, limit: range.count)
    } catch {
      throw LedgerError(
        .damaged, "the chain file with entry \(range.lowerBound): \(error.what); delete it")
    }
  }

  private static func pair(_ key: Int64, _ value: UInt64) -> UInt64 {
    UInt64(bitPattern: key) &<< 32 | value
  }

  /// - Parameter pairs: They were added by ascending values.
  private static func sorted(_ pairs: [UInt64]) -> (keys: [Int64], values: [Int64]) {
    var sorted = pairs
    RadixSort.sort(&sorted) { $0 &>> 32 }
    return (
      sorted.map { Int64(bitPattern: $0 &>> 32) },
      sorted.map { Int64(bitPattern: $0 & 0xFFFF_FFFF) }
    )
  }
}
