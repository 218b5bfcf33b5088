internal import LedgerStorage

extension Ledger {
  /// Says what opening a ledger for writing would find and do, and changes nothing.
  ///
  /// - Throws: `noSuchLedger`, `newerFormat`, `permissionDenied`, `inputOutput`, `resources`.
  public static func recovery(
    at path: String, options: Options = Options()
  ) throws(LedgerError) -> RecoveryStatus {
    do throws(StorageError) {
      let store = try LogStore.open(
        at: path, in: options.fileSystem, mode: .reading, now: options.clock.now().milliseconds)
      defer { try? store.close() }
      return RecoveryStatus(store)
    } catch {
      guard error.category == .damaged else { throw LedgerError(error) }
      return RecoveryStatus(
        verdict: .damaged, file: error.path, offset: error.offset,
        entries: LogStore.readableEnd(at: path, in: options.fileSystem), tail: 0, quarantine: nil,
        problem: error.what)
    }
  }

  /// Moves the bytes at the end of the log to quarantine, although they may be rot and no unfinished
  /// write, so that the ledger can be written again. What else recovery does is done too.
  ///
  /// - Throws: As `open(at:options:)`.
  public static func acceptTail(
    at path: String, options: Options = Options()
  ) throws(LedgerError) -> RecoveryStatus {
    try translating { () throws(StorageError) in
      let store = try LogStore.open(
        at: path, in: options.fileSystem, mode: .writing, now: options.clock.now().milliseconds,
        waiting: options.wait, acceptingTail: true, entropy: options.entropy,
        limits: options.limits)
      let status = RecoveryStatus(store)
      try store.close()
      return status
    }
  }
}

extension RecoveryStatus {
  fileprivate init(_ store: LogStore) {
    let report = store.recovery
    let verdict: Verdict =
      switch report.verdict {
      case .end: .end
      case .torn: .torn
      case .ambiguous: .ambiguous
      case .beingWritten: .beingWritten
      }
    self.init(
      verdict: verdict, file: store.path(of: report.log), offset: UInt64(report.validEnd),
      entries: store.nextSequence, tail: report.tailByteCount, quarantine: report.quarantineFile,
      problem: nil)
  }
}
