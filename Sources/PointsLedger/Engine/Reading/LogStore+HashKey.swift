internal import LedgerStorage

extension LogStore {
  /// The key with which a ledger hashes texts: the beginning of its UUID.
  var hashKey: UInt64 { ledgerID.high }
}
