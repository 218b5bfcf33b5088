/// Does work of one kind, one call at a time, on a thread that lives as long as there is work. The
/// caller of `wake` does not wait. If no thread can be started, the caller does the work.
///
/// The work can always be done later: after a failure it is retried once enough entries have been
/// added.
///
/// Sound as `@unchecked Sendable`: mutable state is accessed only under the monitor's lock.
final class BackgroundWorker: @unchecked Sendable {
  /// Runs a closure on a thread; false if it cannot, and the closure then does not run.
  typealias Start = @Sendable (@escaping @Sendable () -> Void) -> Bool

  /// The number of entries from a failure to the next try.
  static let pause: UInt64 = 65_536
  /// The same after a shortage of descriptors or memory, which may end soon.
  static let shortPause: UInt64 = 1_024

  private let monitor = Monitor()
  private let start: Start
  private let entryCount: @Sendable () -> UInt64
  private var isRunning = false
  private var isOver = false
  private var lastFailure: LedgerError?
  private var retryFrom: UInt64 = 0

  /// - Parameters:
  ///   - isBackground: If false, the caller of `wake` does the work.
  ///   - entryCount: The current number of entries.
  convenience init(inBackground isBackground: Bool, entryCount: @escaping @Sendable () -> UInt64) {
    let start: Start = { isBackground && BackgroundThread.startGivingWay($0) }
    self.init(on: start, entryCount: entryCount)
  }

  init(on start: @escaping Start, entryCount: @escaping @Sendable () -> UInt64) {
    self.start = start
    self.entryCount = entryCount
  }

  /// Starts `work`, which goes on until nothing is left to do. Has no effect while work is under
  /// way, soon after a failure, or after `close`.
  ///
  /// - Parameter hasWork: Whether there is something to do; evaluated only if the work could start
  ///   now.
  func wake(
    if hasWork: @autoclosure () -> Bool, _ work: @escaping @Sendable () throws(LedgerError) -> Void
  ) {
    guard begin(hasWork()) else { return }
    if start({ self.perform(work) }) { return }
    perform(work)
  }

  private func begin(_ hasWork: @autoclosure () -> Bool) -> Bool {
    let count = entryCount()
    monitor.lock()
    defer { monitor.unlock() }
    guard !isRunning, !isOver, count >= retryFrom, hasWork() else { return false }
    isRunning = true
    return true
  }

  /// Does work on the calling thread, even after `close`. Only one thread at a time may call this.
  func perform(_ work: () throws(LedgerError) -> Void) {
    var failure: LedgerError?
    do throws(LedgerError) { try work() } catch { failure = error }
    note(failure)
    monitor.lock()
    isRunning = false
    monitor.broadcast()
    monitor.unlock()
  }

  /// Notes the failure of a try, or its success.
  func note(_ failure: LedgerError?) {
    let pause = failure?.code == .resources ? Self.shortPause : Self.pause
    let next = failure == nil ? 0 : entryCount() &+ pause
    monitor.lock()
    lastFailure = failure
    retryFrom = next
    monitor.unlock()
  }

  /// The failure of the last try; nil if it succeeded.
  var failure: LedgerError? {
    monitor.lock()
    defer { monitor.unlock() }
    return lastFailure
  }

  /// Whether the worker was closed: work under way may then stop early.
  var isClosed: Bool {
    monitor.lock()
    defer { monitor.unlock() }
    return isOver
  }

  /// Prevents further work; work under way goes on. False if the worker was closed already.
  func close() -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    defer { isOver = true }
    return !isOver
  }

  /// Reports that a part of the work is done, so that waiting threads check again.
  func noteProgress() {
    monitor.lock()
    monitor.broadcast()
    monitor.unlock()
  }

  /// Waits while work is under way and `isNeeded` is true; it is evaluated again after each
  /// progress.
  func wait(while isNeeded: () -> Bool = { true }) {
    monitor.lock()
    defer { monitor.unlock() }
    while isRunning, isNeeded() { monitor.wait() }
  }
}
