/// Where questions about single entries find them.
protocol EntrySkimmer: RecordReader {
  /// The entry at `sequence`, but for its texts, for which others may stand: what leads to other
  /// entries is read faster so.
  func skim(at sequence: UInt64) throws(LedgerError) -> Record
}
