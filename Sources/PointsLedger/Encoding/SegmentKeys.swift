internal import LedgerStorage

/// Collects where in a segment its references, identifiers and accounts are.
struct SegmentKeys {
  private let range: Range<UInt64>
  private let hashKey: UInt64
  private var references: [(place: KeyPlace, value: Int64)] = []
  private var identifiers: [(place: KeyPlace, value: Int64)] = []
  private var heads: [UInt64: Int64] = [:]
  private var identifierCount: UInt64

  /// - Parameters:
  ///   - hashKey: The ledger's, `SegmentKeys.hashKey`.
  ///   - identifiersBefore: How many identifiers were known before the range.
  init(range: Range<UInt64>, hashKey: UInt64, identifiersBefore: UInt64) {
    self.range = range
    self.hashKey = hashKey
    identifierCount = identifiersBefore
  }

  /// What hashes texts in a ledger: the beginning of its UUID.
  static func hashKey(of store: LogStore) -> UInt64 { store.ledgerID.high }

  private var blockCount: Int { ColumnLimits.blockCount(of: range) }

  mutating func add(_ record: Record) {
    let row = Int64(record.sequence - range.lowerBound)
    if let reference = record.reference {
      let hash = reference.hash64(key: hashKey)
      references.append((KeyPlace(hash: hash, blockCount: blockCount), row))
    }
    if let identifier = record.newIdentifier {
      let hash = identifier.hash64(key: hashKey)
      identifiers.append((KeyPlace(hash: hash, blockCount: blockCount), Int64(identifierCount)))
      identifierCount += 1
    }
    if let member = record.member {
      heads[KeyPlace.account(member: member, unit: record.unit)] = row
    }
  }

  /// The chunks of each block.
  func blocks(_ encoder: inout ColumnEncoder) -> [[ColumnChunk]] {
    let accounts = heads.map {
      (place: KeyPlace(account: $0.key, blockCount: blockCount), value: $0.value)
    }
    var blocks = Array(repeating: [ColumnChunk](), count: blockCount)
    for (pairs, keys, values) in [
      (references, KeyColumn.reference, KeyColumn.referenceRow),
      (identifiers, .identifier, .identifierNumber), (accounts, .account, .lastRow),
    ] {
      let sorted = pairs.sorted { ($0.place, $0.value) < ($1.place, $1.value) }
      for slice in Self.byBlock(sorted) {
        let block = slice[slice.startIndex].place.block
        blocks[block].append(chunk(keys, slice.map(\.place.key), &encoder))
        blocks[block].append(chunk(values, slice.map(\.value), &encoder))
      }
    }
    return blocks
  }

  private static func byBlock(
    _ pairs: [(place: KeyPlace, value: Int64)]
  ) -> [ArraySlice<(place: KeyPlace, value: Int64)>] {
    var slices: [ArraySlice<(place: KeyPlace, value: Int64)>] = []
    var start = 0
    for index in pairs.indices
    where index + 1 == pairs.count
      || pairs[index + 1].place.block != pairs[index].place.block
    {
      slices.append(pairs[start...index])
      start = index + 1
    }
    return slices
  }

  private func chunk(
    _ column: KeyColumn, _ values: [Int64], _ encoder: inout ColumnEncoder
  ) -> ColumnChunk {
    var bytes: [UInt8] = []
    encoder.encode(values, into: &bytes)
    return ColumnChunk(region: .keys, column: column.rawValue, bytes: bytes)
  }
}
