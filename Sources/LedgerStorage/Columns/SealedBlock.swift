/// Up to 1,024 sealed entries, as columns: what was asked for of one block, read and checked.
package struct SealedBlock: Sendable {
  /// The sequence numbers of its entries, 1 to 1,024 of them.
  package let sequences: Range<UInt64>
  /// The segment's path, for messages.
  package let path: String
  private let rows: ColumnBlock?
  private let references: ColumnBlock?
  private let text: ColumnBlock?
  private let chain: ColumnBlock?

  package var firstSequence: UInt64 { sequences.lowerBound }
  package var rowCount: Int { sequences.count }
  /// Whether the chain region was asked for and is there.
  package var hasChain: Bool { chain != nil }

  init(
    sequences: Range<UInt64>, path: String,
    _ read: (ColumnRegion) throws(StorageError) -> ColumnBlock?
  ) throws(StorageError) {
    self.sequences = sequences
    self.path = path
    rows = try read(.rows)
    references = try read(.references)
    text = try read(.text)
    chain = try read(.chain)
  }

  /// The values of a column, encoded; nil where it has none, or its region was not asked for.
  package func chunk(_ column: UInt8, of region: ColumnRegion) -> [UInt8]? {
    switch region {
    case .rows: rows?.chunk(column)
    case .references: references?.chunk(column)
    case .text: text?.chunk(column)
    case .chain: chain?.chunk(column)
    case .keys: nil
    }
  }

  /// The columns of a region that have values, in ascending order, and the lengths of those in bytes.
  package func columns(of region: ColumnRegion) -> [(column: UInt8, byteCount: Int)] {
    let block: ColumnBlock? =
      switch region {
      case .rows: rows
      case .references: references
      case .text: text
      case .chain: chain
      case .keys: nil
      }
    return block?.columns ?? []
  }
}
