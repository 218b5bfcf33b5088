internal import LedgerStorage

extension LogStore {
  /// Notes on chain files that had to be derived again, in memory or on the medium.
  var chainNotes: [String] {
    let count = installedChainCount
    // A backup has none.
    if count == 0 || isBackup { return [] }
    return ["the index in \(count) chain \(count == 1 ? "file" : "files") is missing or unreadable"]
  }
}
