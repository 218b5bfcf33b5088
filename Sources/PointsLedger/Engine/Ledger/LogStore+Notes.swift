internal import LedgerStorage

extension LogStore {
  /// What is to be said of chain files that had to be derived again, here or on the medium.
  var chainNotes: [String] {
    let count = installedChainCount
    if count == 0 { return [] }
    return ["the index in \(count) chain \(count == 1 ? "file" : "files") is missing or unreadable"]
  }
}
