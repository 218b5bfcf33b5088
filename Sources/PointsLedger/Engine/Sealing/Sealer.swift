internal import LedgerStorage

/// Turns ended logs into sealed segments, on a thread of its own: posting never waits for it.
///
/// What fails is tried again when more is posted, or the ledger is opened again: until then the log
/// stays, and nothing is lost.
final class Sealer: @unchecked Sendable {
  /// In entries: about as many as a log holds.
  private static let pause: UInt64 = 65_536

  /// The same after a failure for want of descriptors or memory, which may be over soon.
  private static let shortPause: UInt64 = 1_024

  /// In bytes of frames: some thousand entries, which take a reader a millisecond or two.
  private static let worthwhile = 256 << 10

  private let store: LogStore
  private let options: Ledger.Options
  private let monitor = Monitor()
  private var isRunning = false
  private var isClosed = false
  private var lastFailure: LedgerError?
  /// After a failure, how many entries there must be before the next try.
  private var retryFrom: UInt64 = 0

  init(store: LogStore, options: Ledger.Options) {
    self.store = store
    self.options = options
  }

  /// Seals what can be sealed: begins to, or does it if the options ask for that.
  func wake() {
    guard options.sealing != .never, store.nextToSeal() != nil, start() else { return }
    let isBackground = options.sealing == .background
    if isBackground, BackgroundThread.startGivingWay({ self.sealAll() }) { return }
    sealAll()
  }

  /// Ends the active log if it is worth to be sealed. Where that cannot be done it goes on.
  func endLog() {
    guard options.sealing != .never else { return }
    do throws(StorageError) { try store.endLog(ifAtLeast: Self.worthwhile) } catch {}
  }

  /// Seals what is left, if asked to, and does no more after that.
  func close(sealing: Bool) {
    monitor.lock()
    while isRunning { monitor.wait() }
    let isFirst = !isClosed
    isClosed = true
    monitor.unlock()
    if isFirst, sealing, options.sealing != .never { sealAll() }
  }

  /// Why the last try failed; nil if it did not.
  var failure: LedgerError? {
    monitor.lock()
    defer { monitor.unlock() }
    return lastFailure
  }

  private func start() -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    if isRunning || isClosed || store.nextSequence < retryFrom { return false }
    isRunning = true
    return true
  }

  private func sealAll() {
    var failure: LedgerError?
    do throws(LedgerError) {
      while let range = store.nextToSeal() {
        var builder = try SegmentBuilder(store: store, range: range)
        try builder.run(now: options.clock.now())
      }
    } catch { failure = error }
    monitor.lock()
    isRunning = false
    lastFailure = failure
    let pause = failure?.code == .resources ? Self.shortPause : Self.pause
    retryFrom = failure == nil ? 0 : store.nextSequence + pause
    monitor.broadcast()
    monitor.unlock()
  }
}
