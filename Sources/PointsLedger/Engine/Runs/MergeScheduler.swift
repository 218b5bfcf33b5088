internal import LedgerStorage

/// Merges the runs of a ledger that is open for writing, and makes files of them, on threads of its
/// own: posting waits for it only when it falls far behind.
///
/// All of it is derived: what fails is tried again when more is posted, or the ledger is opened again.
final class MergeScheduler: @unchecked Sendable {
  /// Who makes long runs, for minutes perhaps, and who the many short ones.
  private enum Priority: Int, CaseIterable {
    case short, long

    var lengths: ClosedRange<UInt64> {
      self == .short ? 1...MergeScheduler.longLength - 1 : MergeScheduler.longLength...UInt64.max
    }
  }

  private static let longLength: UInt64 = 1 << 18
  /// After a failure, so many entries are posted before the next try.
  private static let pause: UInt64 = 65_536
  /// The same after a failure for want of descriptors or memory, which may be over soon.
  private static let shortPause: UInt64 = 1_024
  /// Posting waits while there are more runs than this.
  private static let maximumRuns = 64
  /// It also waits while runs of more entries than this are in memory only: where accounts have many lots
  /// these take some thirty megabytes.
  private static let maximumUnsaved = 1 << 16

  private let store: LogStore
  private let core: Locked<Core>
  private let options: Ledger.Options
  private let work: MergeJob
  private let monitor = Monitor()
  private var isRunning = [false, false]
  private var isClosed = false
  private var durable: UInt64 = 0
  private var lastFailure: LedgerError?
  /// After a failure, how far all must be durable before the next try.
  private var retryFrom: UInt64 = 0

  init(store: LogStore, core: Locked<Core>, options: Ledger.Options) {
    self.store = store
    self.core = core
    self.options = options
    work = MergeJob(store: store)
  }

  /// Says how far all is durable, and has done what there is to do.
  func wake(durable: UInt64) {
    guard options.keepsRuns else { return }
    for priority in Priority.allCases where begin(priority, durable) {
      let isBackground = options.sealing == .background
      if isBackground, BackgroundThread.startGivingWay({ self.run(priority) }) { continue }
      run(priority)
    }
    waitIfBehind()
  }

  /// Makes files of all runs, and does no more after that.
  func close(saving: Bool) {
    monitor.lock()
    let isFirst = !isClosed
    isClosed = true
    monitor.unlock()
    let isSaving = isFirst && saving && options.keepsRuns
    // Beside what is still being merged.
    if isSaving { flushRest() }
    monitor.lock()
    while isRunning.contains(true) { monitor.wait() }
    monitor.unlock()
    guard isSaving else { return }
    let runSet = core.withLock { $0.decider.state.runs }
    do throws(LedgerError) { try save(runSet) } catch { fail(error) }
  }

  /// Whoever opens the ledger next finds few entries without a run.
  private func flushRest() {
    let next = core.withLock { $0.decider.state.nextSequence }
    if next == 0 { return }
    do throws(LedgerError) {
      let last = try RecordLog(store: store).record(at: next - 1)
      core.withLock {
        $0.decider.state.flushRest(endingWith: last, ofAtLeast: options.shortestClosingRun)
      }
    } catch { fail(error) }
  }

  /// Makes files of runs, merged as far as they can be, and removes all others.
  private func save(_ runs: RunSet) throws(LedgerError) {
    let plan = MergePicker(interval: options.flushInterval, fileLength: 1, durable: durable)
    var runSet = runs
    while let step = plan.next(runSet.items, makingLengths: 1...UInt64.max) {
      runSet.replace(with: try work.take(step, on: runSet, plan))
    }
    try translating { () throws(StorageError) in
      try store.removeRuns(keeping: runSet.runs.map(\.range))
    }
  }

  /// Why the last try failed; nil if none did.
  var failure: LedgerError? {
    monitor.lock()
    defer { monitor.unlock() }
    return lastFailure
  }

  private func begin(_ priority: Priority, _ durable: UInt64) -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    self.durable = max(self.durable, durable)
    if isRunning[priority.rawValue] || isClosed || self.durable < retryFrom { return false }
    let plan = plan
    let step = core.withLock {
      plan.next($0.decider.state.runs.items, makingLengths: priority.lengths)
    }
    guard step != nil else { return false }
    isRunning[priority.rawValue] = true
    return true
  }

  private var plan: MergePicker {
    MergePicker(
      interval: options.flushInterval, fileLength: options.runFileLength, durable: durable)
  }

  private func run(_ priority: Priority) {
    do throws(LedgerError) {
      while let (runSet, plan, step) = next(priority) {
        let made = try work.take(step, on: runSet, plan)
        core.withLock { core in
          var runs = core.decider.state.runs
          runs.replace(with: made)
          core.decider.state.setRuns(runs)
        }
        if case .merge(let indices) = step {
          let merged = runSet.runs[indices].filter { !$0.isMemory }.map(\.range)
          try translating { () throws(StorageError) in try store.removeRuns(merged) }
        }
        monitor.lock()
        monitor.broadcast()
        monitor.unlock()
      }
    } catch { fail(error) }
    monitor.lock()
    isRunning[priority.rawValue] = false
    monitor.broadcast()
    monitor.unlock()
  }

  private func next(_ priority: Priority) -> (RunSet, MergePicker, MergePicker.Step)? {
    monitor.lock()
    let plan = plan
    let isOver = isClosed
    monitor.unlock()
    if isOver { return nil }
    let runSet = core.withLock { $0.decider.state.runs }
    return plan.next(runSet.items, makingLengths: priority.lengths).map { (runSet, plan, $0) }
  }

  private func waitIfBehind() {
    monitor.lock()
    defer { monitor.unlock() }
    while isRunning[Priority.short.rawValue], Self.isBehind(core.withLock { $0.decider.state.runs })
    {
      monitor.wait()
    }
  }

  private static func isBehind(_ runs: RunSet) -> Bool {
    let unsaved = runs.items.reduce(0) { $0 + ($1.isMemory ? $1.range.count : 0) }
    return runs.runs.count > maximumRuns || unsaved > maximumUnsaved
  }

  private func fail(_ error: LedgerError) {
    monitor.lock()
    lastFailure = error
    retryFrom = durable + (error.code == .resources ? Self.shortPause : Self.pause)
    monitor.unlock()
  }
}
