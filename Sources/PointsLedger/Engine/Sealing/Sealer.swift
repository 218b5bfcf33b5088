internal import LedgerStorage

/// Turns ended logs into sealed segments, on a thread of its own: posting never waits for it.
///
/// A failure is retried when more is posted, or when the ledger is opened again. Until then the log
/// stays, and nothing is lost.
final class Sealer: Sendable {
  /// Bytes of frames: some thousand entries, which take a reader a millisecond or two.
  private static let worthwhile = 256 << 10

  private let store: LogStore
  private let options: Ledger.Options
  private let worker: BackgroundWorker

  init(store: LogStore, options: Ledger.Options) {
    self.store = store
    self.options = options
    worker = BackgroundWorker(inBackground: options.sealing == .background) { store.nextSequence }
  }

  /// Seals what can be sealed, in the background or at once, depending on the options.
  func wake() {
    if options.sealing == .never { return }
    worker.wake(if: store.nextToSeal() != nil) { () throws(LedgerError) in
      try self.sealAll()
    }
  }

  /// Ends the active log if it is worth sealing. If that fails, the log goes on.
  func endLog() {
    guard options.sealing != .never else { return }
    do throws(StorageError) { try store.endLog(ifAtLeast: Self.worthwhile) } catch {}
  }

  /// Ends the active log, and waits until all ended logs are sealed.
  func sealEverything() throws(LedgerError) {
    if store.hasActiveEntries {
      try translating { () throws(StorageError) in try store.endLog(ifAtLeast: 0) }
    }
    let end = store.nextSequence
    // A worker that is just done takes no more work, and misses a log that has just ended.
    while store.sealedSequence < end, store.nextToSeal() != nil {
      if worker.isClosed { throw LedgerError(.closed, "the ledger is closed") }
      wake()
      worker.wait()
      if let failure { throw failure }
    }
  }

  /// Seals the rest if requested, and does nothing more after that.
  func close(sealing: Bool) {
    let isFirst = worker.close()
    worker.wait()
    if isFirst, sealing, options.sealing != .never { worker.perform(sealAll) }
  }

  /// The failure of the last try; nil if it succeeded.
  var failure: LedgerError? { worker.failure }

  private func sealAll() throws(LedgerError) {
    while let range = store.nextToSeal() {
      var builder = try SegmentBuilder(store: store, range: range)
      try builder.run(now: options.clock.now())
    }
  }
}
