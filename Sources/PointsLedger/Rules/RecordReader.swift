/// Reads the entries that a post is about.
package protocol RecordReader {
  /// The entry at `sequence`, which is below the next sequence number.
  func record(at sequence: UInt64) throws(LedgerError) -> Record
  /// The reference of that entry; nil if it has none.
  func reference(at sequence: UInt64) throws(LedgerError) -> InlineText?
}

extension RecordReader {
  package func reference(at sequence: UInt64) throws(LedgerError) -> InlineText? {
    try record(at: sequence).reference
  }
}
