internal import LedgerStorage

/// Merges the runs of a ledger that is open for writing, and makes files of them, on threads of its
/// own: posting waits for it only when it falls far behind.
///
/// All of it is derived: what fails is tried again when more is posted, or the ledger is opened again.
final class RunKeeper: @unchecked Sendable {
  /// Who makes long runs, for minutes perhaps, and who the many short ones.
  private enum Lane: Int, CaseIterable {
    case short, long

    var lengths: ClosedRange<UInt64> {
      self == .short ? 1...RunKeeper.longLength - 1 : RunKeeper.longLength...UInt64.max
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
  private let opening: StateOpening
  private let work: RunWork
  private let monitor = Monitor()
  private var isRunning = [false, false]
  private var isClosed = false
  private var durable: UInt64 = 0
  private var lastFailure: LedgerError?
  /// After a failure, how far all must be durable before the next try.
  private var patience: UInt64 = 0

  init(store: LogStore, core: Locked<Core>, options: Ledger.Options, opening: StateOpening) {
    self.opening = opening
    self.store = store
    self.core = core
    self.options = options
    work = RunWork(store: store)
  }

  /// Says how far all is durable, and has done what there is to do.
  func wake(durable: UInt64) {
    guard options.keepsRuns else { return }
    for lane in Lane.allCases where begin(lane, durable) {
      let isBackground = options.sealing == .background
      if isBackground, BackgroundThread.startGivingWay({ self.run(lane) }) { continue }
      run(lane)
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
    let tail = isSaving ? tail() : []
    monitor.lock()
    while isRunning.contains(true) { monitor.wait() }
    monitor.unlock()
    guard isSaving else { return }
    var stack = core.withLock { $0.judge.state.runs }
    for run in tail { stack.push(run) }
    do throws(LedgerError) { try save(stack) } catch { fail(error) }
  }

  /// Makes files of runs, merged as far as they can be, and removes all others.
  private func save(_ runs: RunStack) throws(LedgerError) {
    let plan = RunPlan(fileLength: 1, durable: durable)
    var stack = runs
    while let step = plan.next(stack.items, makingLengths: 1...UInt64.max) {
      stack.replace(with: try work.take(step, on: stack, plan))
    }
    try translating { () throws(StorageError) in
      try store.removeRuns(keeping: stack.runs.map(\.range))
    }
  }

  /// Where long runs are made, short ones of what came after the last of them: whoever opens the ledger
  /// then finds few entries without a run.
  private func tail() -> [Run] {
    let (stack, next) = core.withLock { core in
      core.judge.state.takePendingRun()
      return (core.judge.state.runs, core.judge.state.nextSequence)
    }
    let count = next - stack.end
    guard options.runFileLength > options.captureInterval, count >= options.captureInterval else {
      return []
    }
    // There are two states for a while: the runs have what this one gives up.
    let room = options.residentAccounts - Int(clamping: count)
    core.withLock { $0.judge.state.evict(keeping: max(0, room)) }
    do throws(LedgerError) { return try opening.runs(after: stack) } catch {
      fail(error)
      return []
    }
  }

  /// Why the last try failed; nil if none did.
  var failure: LedgerError? {
    monitor.lock()
    defer { monitor.unlock() }
    return lastFailure
  }

  private func begin(_ lane: Lane, _ durable: UInt64) -> Bool {
    monitor.lock()
    defer { monitor.unlock() }
    self.durable = max(self.durable, durable)
    if isRunning[lane.rawValue] || isClosed || self.durable < patience { return false }
    let plan = plan
    let step = core.withLock { plan.next($0.judge.state.runs.items, makingLengths: lane.lengths) }
    guard step != nil else { return false }
    isRunning[lane.rawValue] = true
    return true
  }

  private var plan: RunPlan {
    RunPlan(fileLength: options.runFileLength, durable: durable)
  }

  private func run(_ lane: Lane) {
    do throws(LedgerError) {
      while let (stack, plan, step) = next(lane) {
        let made = try work.take(step, on: stack, plan)
        core.withLock { core in
          var runs = core.judge.state.runs
          runs.replace(with: made)
          core.judge.state.setRuns(runs)
        }
        if case .merge(let indices) = step {
          let merged = stack.runs[indices].filter { !$0.isMemory }.map(\.range)
          try translating { () throws(StorageError) in try store.removeRuns(merged) }
        }
        monitor.lock()
        monitor.broadcast()
        monitor.unlock()
      }
    } catch { fail(error) }
    monitor.lock()
    isRunning[lane.rawValue] = false
    monitor.broadcast()
    monitor.unlock()
  }

  private func next(_ lane: Lane) -> (RunStack, RunPlan, RunPlan.Step)? {
    monitor.lock()
    let plan = plan
    let isOver = isClosed
    monitor.unlock()
    if isOver { return nil }
    let stack = core.withLock { $0.judge.state.runs }
    return plan.next(stack.items, makingLengths: lane.lengths).map { (stack, plan, $0) }
  }

  private func waitIfBehind() {
    monitor.lock()
    defer { monitor.unlock() }
    while isRunning[Lane.short.rawValue], Self.isBehind(core.withLock { $0.judge.state.runs }) {
      monitor.wait()
    }
  }

  private static func isBehind(_ runs: RunStack) -> Bool {
    let unsaved = runs.items.reduce(0) { $0 + ($1.isMemory ? $1.range.count : 0) }
    return runs.runs.count > maximumRuns || unsaved > maximumUnsaved
  }

  private func fail(_ error: LedgerError) {
    monitor.lock()
    lastFailure = error
    patience = durable + (error.code == .resources ? Self.shortPause : Self.pause)
    monitor.unlock()
  }
}
