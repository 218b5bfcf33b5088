/// The values of one column in one block, encoded: opaque bytes.
package struct ColumnChunk: Sendable {
  package let region: ColumnRegion
  /// The number of the column in the region.
  package let column: UInt8
  package let bytes: [UInt8]

  package init(region: ColumnRegion, column: UInt8, bytes: [UInt8]) {
    self.region = region
    self.column = column
    self.bytes = bytes
  }
}
