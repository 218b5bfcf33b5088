/// Does work of one kind, once at a time, on a thread of its own as long as there is some: who wakes it
/// does not wait. Where no thread is to be had, who wakes it does the work.
///
/// What it does can be done later: after a failure it is tried again when some more entries are there.
///
/// Sound as `@unchecked Sendable`: what changes is looked at under the monitor's lock alone.
final class BackgroundWorker: @unchecked Sendable {
  /// Runs something on a thread; false where it cannot, and nothing is run.
  typealias Start = @Sendable (@escaping @Sendable () -> Void) -> Bool

  /// In entries, from a failure to the next try.
  static let pause: UInt64 = 65_536
  /// The same after a failure for want of descriptors or memory, which may be over soon.
  static let shortPause: UInt64 = 1_024

  private let monitor = Monitor()
  private let start: Start
  private let entryCount: @Sendable () -> UInt64
  private var isRunning = false
  private var isOver = false
  private var lastFailure: LedgerError?
  private var retryFrom: UInt64 = 0

  /// - Parameters:
  ///   - isBackground: False: who wakes it does the work.
  ///   - entryCount: How many entries there are by now.
  convenience init(inBackground isBackground: Bool, entryCount: @escaping @Sendable () -> UInt64) {
    let start: Start = { isBackground && BackgroundThread.startGivingWay($0) }
    self.init(on: start, entryCount: entryCount)
  }

  init(on start: @escaping Start, entryCount: @escaping @Sendable () -> UInt64) {
    self.start = start
    self.entryCount = entryCount
  }

  /// Has `work` done, which goes on until nothing is left to do. Without effect while it is under way,
  /// soon after a failure, and once it is closed.
  ///
  /// - Parameter hasWork: Whether there is something to do; asked only where it would be done.
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

  /// Does work here, also where it is closed. For one thread at a time.
  func perform(_ work: () throws(LedgerError) -> Void) {
    var failure: LedgerError?
    do throws(LedgerError) { try work() } catch { failure = error }
    note(failure)
    monitor.lock()
    isRunning = false
    monitor.broadcast()
    monitor.unlock()
  }

  /// Notes why a try failed, or that it did not.
  func note(_ failure: LedgerError?) {
    let pause = failure?.code == .resources ? Self.shortPause : Self.pause
    let next = failure == nil ? 0 : entryCount() &+ pause
    monitor.lock()
    lastFailure = failure
    retryFrom = next
    monitor.unlock()
  }

  /// Why the last try failed; nil if it did not.
  var failure: LedgerError? {
    monitor.lock()
    defer { monitor.unlock() }
    return lastFailure
  }

  /// Whether it was closed: work under way may end then.
  var isClosed: Bool {
    monitor.lock()
    defer { monitor.unlock() }
    return isOver
  }

  /// Begins no more; what is under way goes on. False if it was closed already.
  func close() -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    defer { isOver = true }
    return !isOver
  }

  /// Says that a part of the work is done: whoever waits looks again.
  func noteProgress() {
    monitor.lock()
    monitor.broadcast()
    monitor.unlock()
  }

  /// Waits while work is under way and, as is looked at again and again, something holds.
  func wait(while isNeeded: () -> Bool = { true }) {
    monitor.lock()
    defer { monitor.unlock() }
    while isRunning, isNeeded() { monitor.wait() }
  }
}
