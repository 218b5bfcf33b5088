@_spi(Tuning) extension Ledger.Options {
  /// Nothing is done beside posting: logs are not sealed, the state is not flushed in runs.
  public mutating func leaveLogsUnsealed() {
    sealing = .never
    keepsRuns = false
  }

  /// Logs are sealed, and nothing else is done beside posting.
  public mutating func sealOnly() {
    sealing = .background
    keepsRuns = false
  }
}
