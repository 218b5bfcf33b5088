/// What the format allows in a column file.
package enum ColumnLimits {
  /// The rows of a block; the last block of a file may be shorter.
  package static let blockRows = 1024
  static let blockCountMax = 65_536
  /// The most rows of a file.
  package static let rowCountMax = UInt64(blockRows * blockCountMax)
  /// The most bytes of a block in one region.
  static let blockBytesMax = 16 << 20
  static let fileBytesMax = 256 << 20
  /// The most bytes of a segment's summary.
  package static let summaryBytesMax = 1 << 20

  /// The number of blocks for the rows of a range. The range has at most `rowCountMax` rows.
  package static func blockCount(of range: Range<UInt64>) -> Int {
    Int((range.upperBound - range.lowerBound + UInt64(blockRows) - 1) / UInt64(blockRows))
  }

  /// The sequence numbers in a block of a range.
  static func block(_ index: Int, of range: Range<UInt64>) -> Range<UInt64> {
    let first = range.lowerBound + UInt64(index * blockRows)
    return first..<first + min(UInt64(blockRows), range.upperBound - first)
  }
}
