/// Up to 1,024 sealed entries as columns: the parts of one block that were read and checked.
package struct SealedBlock: Sendable {
  /// The sequence numbers of its entries, 1 to 1,024 of them.
  package let sequences: Range<UInt64>
  private let segment: Segment
  private let number: Int
  private var rows: ColumnBlock?
  private var references: ColumnBlock?
  private var text: ColumnBlock?
  private var chain: ColumnBlock?

  /// The segment's path, for messages.
  package var path: String { segment.segment.path }
  package var firstSequence: UInt64 { sequences.lowerBound }
  package var rowCount: Int { sequences.count }
  /// Whether the chain region was requested and is present.
  package var hasChain: Bool { chain != nil }

  /// A block of which nothing has been read yet.
  init(_ number: Int, of segment: Segment) {
    sequences = ColumnLimits.block(number, of: segment.range)
    self.segment = segment
    self.number = number
  }

  /// Reads a region, unless it was read before. Without a sound chain file the chain region stays
  /// missing.
  package mutating func read(_ region: ColumnRegion) throws(StorageError) {
    if block(of: region) != nil { return }
    switch region {
    case .rows: rows = try segment.segment.block(number, of: .rows)
    case .references: references = try segment.segment.block(number, of: .references)
    case .text: text = try segment.text.block(number, of: .text)
    case .chain: chain = try segment.chainBlock(number)
    }
  }

  /// The encoded values of a column; nil if it has none, or its region was not read.
  package func chunk(_ column: UInt8, of region: ColumnRegion) -> [UInt8]? {
    block(of: region)?.chunk(column)
  }

  /// The columns of a region that have values, in ascending order, with the lengths of these values
  /// in bytes.
  package func columns(of region: ColumnRegion) -> [(column: UInt8, byteCount: Int)] {
    block(of: region)?.columns ?? []
  }

  private func block(of region: ColumnRegion) -> ColumnBlock? {
    switch region {
    case .rows: rows
    case .references: references
    case .text: text
    case .chain: chain
    }
  }
}
