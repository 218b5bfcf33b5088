@_spi(Tuning) extension Ledger.Options {
  /// Turns off all work besides posting: logs are not sealed, and the state is not flushed to runs.
  public mutating func leaveLogsUnsealed() {
    sealing = .never
    keepsRuns = false
  }

  /// Seals logs, and turns off all other work besides posting.
  public mutating func sealOnly() {
    sealing = .background
    keepsRuns = false
  }
}
