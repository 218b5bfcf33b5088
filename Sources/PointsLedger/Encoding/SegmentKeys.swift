internal import LedgerStorage

/// Collects where in a segment its references, identifiers and accounts are.
struct SegmentKeys {
  /// What is known of one key.
  private struct Pair {
    let key: Int64
    let value: Int64
  }

  private let range: Range<UInt64>
  private let hashKey: UInt64
  private let blockCount: Int
  /// By block.
  private var references: [[Pair]]
  private var identifiers: [[Pair]]
  private var heads: [UInt64: Int64] = [:]
  private var identifierCount: UInt64

  /// - Parameters:
  ///   - hashKey: The ledger's, `SegmentKeys.hashKey`.
  ///   - identifiersBefore: How many identifiers were known before the range.
  init(range: Range<UInt64>, hashKey: UInt64, identifiersBefore: UInt64) {
    self.range = range
    self.hashKey = hashKey
    blockCount = ColumnLimits.blockCount(of: range)
    references = Array(repeating: [], count: blockCount)
    identifiers = references
    identifierCount = identifiersBefore
  }

  /// What hashes texts in a ledger: the beginning of its UUID.
  static func hashKey(of store: LogStore) -> UInt64 { store.ledgerID.high }

  mutating func add(_ record: Record) {
    let row = Int64(record.sequence - range.lowerBound)
    if let reference = record.reference {
      let place = KeyPlace(hash: reference.hash64(key: hashKey), blockCount: blockCount)
      references[place.block].append(Pair(key: place.key, value: row))
    }
    if let identifier = record.newIdentifier {
      let place = KeyPlace(hash: identifier.hash64(key: hashKey), blockCount: blockCount)
      identifiers[place.block].append(Pair(key: place.key, value: Int64(identifierCount)))
      identifierCount += 1
    }
    if let member = record.member {
      heads[KeyPlace.account(member: member, unit: record.unit)] = row
    }
  }

  /// The chunks of each block.
  func blocks(_ encoder: inout ColumnEncoder) -> [[ColumnChunk]] {
    var accounts: [[Pair]] = Array(repeating: [], count: blockCount)
    for (account, row) in heads {
      let place = KeyPlace(account: account, blockCount: blockCount)
      accounts[place.block].append(Pair(key: place.key, value: row))
    }
    return (0..<blockCount).map { block in
      chunks(.reference, .referenceRow, references[block], &encoder)
        + chunks(.identifier, .identifierNumber, identifiers[block], &encoder)
        + chunks(.account, .lastRow, accounts[block], &encoder)
    }
  }

  private func chunks(
    _ keys: KeyColumn, _ values: KeyColumn, _ pairs: [Pair], _ encoder: inout ColumnEncoder
  ) -> [ColumnChunk] {
    if pairs.isEmpty { return [] }
    let sorted = pairs.sorted { $0.key == $1.key ? $0.value < $1.value : $0.key < $1.key }
    return [
      chunk(keys, sorted.map(\.key), &encoder), chunk(values, sorted.map(\.value), &encoder),
    ]
  }

  private func chunk(
    _ column: KeyColumn, _ values: [Int64], _ encoder: inout ColumnEncoder
  ) -> ColumnChunk {
    var bytes: [UInt8] = []
    encoder.encode(values, into: &bytes)
    return ColumnChunk(region: .keys, column: column.rawValue, bytes: bytes)
  }
}
