/// Collects the columns of a range of entries, block by block, until the store makes files of them.
/// Before that nothing is on the medium, so an unneeded writer is simply dropped.
///
/// `LogStore.beginSealing` makes a writer for all regions, `LogStore.beginChain` one for the chain
/// region.
package struct SegmentWriter: Sendable {
  package let range: Range<UInt64>
  /// The number of rows so far.
  package private(set) var rowCount: UInt64 = 0
  var builders: [ColumnFileBuilder]
  private let path: String

  /// Whether it has all rows of its range.
  package var isComplete: Bool { rowCount == UInt64(range.count) }

  /// - Parameter path: The path of the directory, for messages.
  init(range: Range<UInt64>, builders: [ColumnFileBuilder], path: String) {
    self.range = range
    self.builders = builders
    self.path = path
  }

  /// Adds the next block: 1,024 rows, or the rest of the range.
  ///
  /// - Parameter chunks: By region, and within each in ascending order of columns, each column at
  ///   most once. There must be none of a region that the writer does not make. Columns without
  ///   values are left out.
  /// - Throws: `misuse`; `full` if the block or the file would be longer than the format allows.
  ///   The writer is then useless.
  package mutating func append(rowCount: Int, _ chunks: [ColumnChunk]) throws(StorageError) {
    let rest = UInt64(range.count) - self.rowCount
    guard rowCount > 0, UInt64(rowCount) == min(rest, UInt64(ColumnLimits.blockRows)) else {
      throw StorageError(
        .misuse, "a block of \(rowCount) rows cannot follow where \(rest) are left", path: path)
    }
    let kinds = builders.map(\.kind)
    var last: (region: ColumnRegion, column: UInt8)?
    for chunk in chunks {
      if let last, (last.region.rawValue, last.column) >= (chunk.region.rawValue, chunk.column) {
        throw StorageError(.misuse, "the columns of a block are not in order", path: path)
      }
      guard kinds.contains(chunk.region.fileKind) else {
        throw StorageError(.misuse, "these \(chunk.region) are not being made", path: path)
      }
      last = (chunk.region, chunk.column)
    }
    for index in builders.indices {
      guard builders[index].append(chunks) else {
        throw StorageError(.full, "a block is longer than the format allows", path: path)
      }
    }
    self.rowCount += UInt64(rowCount)
  }
}
