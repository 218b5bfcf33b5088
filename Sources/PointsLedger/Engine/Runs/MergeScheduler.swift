internal import LedgerStorage
internal import Synchronization

/// Merges the runs of a ledger that is open for writing, and makes files of them, on threads of its
/// own: posting waits for it only when it falls far behind.
///
/// All of it is derived: what fails is tried again when more is posted, or the ledger is opened
/// again.
final class MergeScheduler: Sendable {
  /// The two workers: one for long runs, which may take minutes, and one for the many short ones.
  private enum Priority: CaseIterable {
    case short, long

    var lengths: ClosedRange<UInt64> {
      self == .short ? 1...MergeScheduler.longLength - 1 : MergeScheduler.longLength...UInt64.max
    }
  }

  private static let longLength: UInt64 = 1 << 18
  /// Posting waits while there are more runs than this.
  private static let maximumRuns = 64
  /// Posting also waits while runs of more entries than this in total exist only in memory. With
  /// many lots per account they take some thirty megabytes.
  private static let maximumUnsaved = 1 << 16

  private let store: LogStore
  private let core: Locked<Core>
  private let options: Ledger.Options
  private let work: MergeJob
  /// Held by a worker for a step, and by whoever needs that no run gets a name meanwhile.
  private let (shortGate, longGate) = (Locked(()), Locked(()))
  private let shortWorker: BackgroundWorker
  private let longWorker: BackgroundWorker
  /// The end of the durable entries.
  private let durable = Durable()

  private final class Durable: Sendable {
    let end = Atomic<UInt64>(0)
  }

  init(store: LogStore, core: Locked<Core>, options: Ledger.Options) {
    self.store = store
    self.core = core
    self.options = options
    work = MergeJob(store: store)
    let (durable, isBackground) = (durable, options.sealing == .background)
    func worker() -> BackgroundWorker {
      BackgroundWorker(inBackground: isBackground) { durable.end.load(ordering: .acquiring) }
    }
    (shortWorker, longWorker) = (worker(), worker())
  }

  /// Notes the end of the durable entries, and starts the work that is possible now.
  func wake(durable end: UInt64) {
    guard options.keepsRuns else { return }
    durable.end.max(end, ordering: .releasing)
    for priority in Priority.allCases {
      worker(priority).wake(if: next(priority) != nil) { () throws(LedgerError) in
        try self.run(priority)
      }
    }
    shortWorker.wait { Self.isBehind(core.withLock { $0.decider.state.runs }) }
  }

  private func worker(_ priority: Priority) -> BackgroundWorker {
    priority == .short ? shortWorker : longWorker
  }

  /// Makes files of all runs, and does nothing more after that.
  func close(saving: Bool) {
    let isFirst = shortWorker.close()
    _ = longWorker.close()
    let isSaving = isFirst && saving && options.keepsRuns
    // This runs beside merges that are still under way.
    if isSaving { flushRest() }
    shortWorker.wait()
    longWorker.wait()
    guard isSaving else { return }
    do throws(LedgerError) {
      try pausing { () throws(LedgerError) in
        try save(core.withLock { $0.decider.state.runs })
      }
    } catch { fail(error) }
  }

  /// Flushes the rest, so that the next process to open the ledger finds few entries without a run.
  private func flushRest() {
    let (next, end) = core.withLock {
      ($0.decider.state.nextSequence, $0.decider.state.runs.end)
    }
    guard next - end >= options.shortestClosingRun else { return }
    do throws(LedgerError) {
      let last = try RecordLog(store: store).record(at: next - 1)
      core.withLock {
        $0.decider.state.flushRest(endingWith: last, ofAtLeast: options.shortestClosingRun)
      }
    } catch { fail(error) }
  }

  /// Merges runs as far as possible, makes files of them, and removes all others.
  private func save(_ runs: RunSet) throws(LedgerError) {
    let plan = MergePicker(
      interval: options.flushInterval, fileLength: 1,
      durable: durable.end.load(ordering: .acquiring))
    var runSet = runs
    while let step = plan.next(runSet.items, makingLengths: 1...UInt64.max) {
      _ = runSet.replace(
        runSet.runs[step.indices], with: try work.take(step, on: runSet, plan))
    }
    try translating { () throws(StorageError) in
      try store.removeRuns(keeping: RunSet.derivedRanges(runSet.runs))
    }
  }

  /// The failure of the last try; nil if it succeeded.
  var failure: LedgerError? { shortWorker.failure ?? longWorker.failure }

  /// Calls `body` while nothing is merged or saved.
  func pausing<Result: Sendable>(
    _ body: () throws(LedgerError) -> Result
  ) throws(LedgerError) -> Result {
    // A long merge may take minutes; until it ends the short ones, for which posts wait, go on.
    try longGate.withLock { (_) throws(LedgerError) in
      try shortGate.withLock { (_) throws(LedgerError) in try body() }
    }
  }

  private func run(_ priority: Priority) throws(LedgerError) {
    let gate = priority == .short ? shortGate : longGate
    while !worker(priority).isClosed {
      let isDone = try gate.withLock { (_) throws(LedgerError) in try step(priority) }
      if isDone { return }
    }
  }

  /// Carries out the next step; true if there is none.
  private func step(_ priority: Priority) throws(LedgerError) -> Bool {
    guard let (runSet, plan, step) = next(priority) else { return true }
    let made = try work.take(step, on: runSet, plan)
    let isTaken = core.withLock { core in
      var runs = core.decider.state.runs
      guard runs.replace(runSet.runs[step.indices], with: made) else { return false }
      core.decider.state.setRuns(runs)
      return true
    }
    // The state was opened again meanwhile, and has others.
    guard isTaken else { return false }
    if case .merge(let indices) = step {
      let merged = runSet.runs[indices].filter { !$0.isMemory }.map(\.range)
      try translating { () throws(StorageError) in try store.removeRuns(merged) }
    }
    // Merging long runs reduces their number too.
    shortWorker.noteProgress()
    return false
  }

  private func next(_ priority: Priority) -> (RunSet, MergePicker, MergePicker.Step)? {
    let plan = MergePicker(
      interval: options.flushInterval, fileLength: options.runFileLength,
      durable: durable.end.load(ordering: .acquiring))
    let runSet = core.withLock { $0.decider.state.runs }
    return plan.next(runSet.items, makingLengths: priority.lengths).map { (runSet, plan, $0) }
  }

  private static func isBehind(_ runs: RunSet) -> Bool {
    let unsaved = runs.items.reduce(0) { $0 + ($1.isMemory ? $1.range.count : 0) }
    return runs.runs.count > maximumRuns || unsaved > maximumUnsaved
  }

  private func fail(_ error: LedgerError) { shortWorker.note(error) }
}
