internal import LedgerStorage

/// Carries out the steps of a plan.
struct MergeJob: Sendable {
  /// Runs of at most this many entries are not synced: they are soon replaced, and quickly made
  /// again after a power failure.
  private static let unsyncedLength = Int(FlushPolicy.formatInterval)

  let store: LogStore
  /// Whether its files get no names: they are removed with the runs.
  var isScratch = false

  /// The run that a step makes. `runSet` must be the runs for which the plan returned it.
  func take(
    _ step: MergePicker.Step, on runSet: RunSet, _ plan: MergePicker
  ) throws(LedgerError) -> Run {
    try translating { () throws(StorageError) in
      switch step {
      case .merge(let indices):
        let runs = Array(runSet.runs[indices])
        let length = runs.reduce(0) { $0 + UInt64($1.range.count) }
        return try plan.becomesFile(length) ? file(of: runs) : merged(runs)
      case .save(let index): return try saved(runSet.runs[index])
      }
    }
  }

  private func merged(_ runs: [Run]) throws(StorageError) -> Run {
    var writer = RunWriter(range: range(of: runs), ledgerID: store.ledgerID)
    _ = try RunMerger.merge(runs, into: &writer, rule: TableName.rule)
    return try Run(try writer.finish(), ledgerID: store.ledgerID)
  }

  private func file(of runs: [Run]) throws(StorageError) -> Run {
    let file = try store.beginRun(range(of: runs))
    var writer = RunWriter(to: file)
    _ = try RunMerger.merge(runs, into: &writer, rule: TableName.rule)
    _ = try writer.finish()
    return try installed(file)
  }

  private func saved(_ run: Run) throws(StorageError) -> Run {
    let file = try store.beginRun(run.range)
    try run.copy(to: file)
    return try installed(file)
  }

  private func installed(_ file: RunFile) throws(StorageError) -> Run {
    if isScratch { return try Run(scratch: file) }
    try store.installRun(file, syncing: file.range.count > Self.unsyncedLength)
    return try store.openRun(file.range)
  }

  private func range(of runs: [Run]) -> Range<UInt64> {
    (runs.first?.range.lowerBound ?? 0)..<(runs.last?.range.upperBound ?? 0)
  }

  /// Takes all possible steps, for a state that no other thread sees.
  func takeAll(on state: inout LedgerState, _ plan: MergePicker) throws(LedgerError) {
    var runSet = state.runs
    var isChanged = false
    while let step = plan.next(runSet.items, makingLengths: 1...UInt64.max) {
      _ = runSet.replace(runSet.runs[step.indices], with: try take(step, on: runSet, plan))
      isChanged = true
    }
    if isChanged { state.setRuns(runSet) }
  }
}

extension RunSet {
  /// The runs, as a plan sees them.
  var items: [MergePicker.Item] {
    runs.map { MergePicker.Item(range: $0.range, isMemory: $0.isMemory, isBase: $0.isBase) }
  }
}
