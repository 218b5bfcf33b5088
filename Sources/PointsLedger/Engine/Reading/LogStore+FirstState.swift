internal import LedgerStorage

extension LogStore {
  /// The state before the first entry that the ledger has: empty, or that of the base. What is read
  /// from it later must be followed by `checkBase`.
  func firstState() throws(LedgerError) -> LedgerState {
    try Base(of: self)?.state() ?? LedgerState(hashKey: hashKey)
  }

  /// Throws if something could not be read from the base for a state.
  func checkBase(_ state: borrowing LedgerState) throws(LedgerError) {
    guard state.readError != nil else { return }
    try Base(of: self)?.check(state)
  }
}
