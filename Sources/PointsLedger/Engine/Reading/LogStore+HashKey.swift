internal import LedgerStorage

extension LogStore {
  /// The key for the hashes of texts: the beginning of the ledger's UUID.
  var hashKey: UInt64 { ledgerID.high }
}
