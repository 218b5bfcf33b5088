internal import LedgerStorage

extension Ledger {
  /// How the clock stands to the last `posted`, and so whether a ledger that is open for writing
  /// takes posts now.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func clockStatus() throws(LedgerError) -> ClockStatus {
    try pipeline.checkOpen()
    let (clock, maximumLead) = (options.clock.now(), options.maximumClockLead)
    return try door.look { (state) throws(LedgerError) in
      state.clockStatus(at: clock, maximumLead: maximumLead)
    }
  }

  /// Accepts the clock as it is, for the operator, where posts are refused with `clockWentAhead` or
  /// `clockWentBack`. That becomes an entry, which is durable when this returns. After a clock ahead
  /// `posted` goes on from there; after one behind it stands still until the clock has caught up.
  ///
  /// - Returns: The entry; nil, with nothing written, if posts are taken.
  /// - Throws: `readOnly`, and as `post(_:)`.
  @discardableResult
  public func acceptClock() throws(LedgerError) -> SequenceNumber? {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(path): the ledger was opened for reading")
    }
    let outcome = try run(.acceptClock, wantsReceipts: false, forcesSync: true)
    guard case .accepted(let sequence?) = outcome else { return nil }
    return SequenceNumber(sequence)
  }
}

extension LedgerError {
  /// The error for work that is not done because of the clock.
  init(_ status: ClockStatus, _ path: String) {
    let code = status.standing == .wentBack ? Code.clockWentBack : .clockWentAhead
    self.init(code, "\(path): \(status.explanation)")
  }
}
