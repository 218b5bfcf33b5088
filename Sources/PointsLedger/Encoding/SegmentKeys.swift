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

  mutating func add(_ entry: EntryOutline) {
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
    if entry.member != nil, let previous = entry.previous, previous >= range.lowerBound {
      heads[Int(previous - range.lowerBound)] = nil
    }
  }

  /// The chunks of each block.
  func blocks(_ encoder: inout ColumnEncoder) -> [[ColumnChunk]] {
    var accounts: [[(account: UInt64, row: Int)]] = Array(repeating: [], count: blockCount)
    for (row, account) in heads.enumerated() {
      guard let account else { continue }
      let place = KeyPlace(account: account, blockCount: blockCount)
      accounts[place.block].append((account, row))
    }
    return (0..<blockCount).map { block in
      var heads = accounts[block]
      RadixSort.sort(&heads) { $0.account }
      return chunks(.reference, .referenceRow, references[block], &encoder)
        + chunks(.identifier, .identifierNumber, identifiers[block], &encoder)
        + chunks(
          .account, heads.map { Int64(bitPattern: $0.account) }, .lastRow,
          heads.map { Int64($0.row) }, &encoder)
    }
  }

  private static func pair(_ key: Int64, _ value: UInt64) -> UInt64 {
    UInt64(bitPattern: key) &<< 32 | value
  }

  private func chunks(
    _ keys: KeyColumn, _ values: KeyColumn, _ pairs: [UInt64], _ encoder: inout ColumnEncoder
  ) -> [ColumnChunk] {
    // They were added by ascending values.
    var sorted = pairs
    RadixSort.sort(&sorted) { $0 &>> 32 }
    return chunks(
      keys, sorted.map { Int64(bitPattern: $0 &>> 32) }, values,
      sorted.map { Int64(bitPattern: $0 & 0xFFFF_FFFF) }, &encoder)
  }

  private func chunks(
    _ keyColumn: KeyColumn, _ keys: [Int64], _ valueColumn: KeyColumn, _ values: [Int64],
    _ encoder: inout ColumnEncoder
  ) -> [ColumnChunk] {
    keys.isEmpty ? [] : [chunk(keyColumn, keys, &encoder), chunk(valueColumn, values, &encoder)]
  }

  private func chunk(
    _ column: KeyColumn, _ values: [Int64], _ encoder: inout ColumnEncoder
  ) -> ColumnChunk {
    var bytes: [UInt8] = []
    encoder.encode(values.span, into: &bytes)
    return ColumnChunk(region: .keys, column: column.rawValue, bytes: bytes)
  }
}
