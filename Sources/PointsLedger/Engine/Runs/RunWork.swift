internal import LedgerStorage

/// Takes the steps of a plan.
struct RunWork: Sendable {
  /// Runs of so many entries are replaced soon, and quickly made again should the power fail.
  private static let unsyncedLength = Int(StateCapturing.formatInterval)

  let store: LogStore

  /// The run that a step makes, from the runs that the plan was asked about.
  func take(
    _ step: RunPlan.Step, on stack: RunStack, _ plan: RunPlan
  ) throws(LedgerError) -> Run {
    try translating { () throws(StorageError) in
      switch step {
      case .merge(let indices):
        let runs = Array(stack.runs[indices])
        let length = runs.reduce(0) { $0 + UInt64($1.range.count) }
        return try plan.becomesFile(length) ? file(of: runs) : merged(runs)
      case .save(let index): return try saved(stack.runs[index])
      }
    }
  }

  private func merged(_ runs: [Run]) throws(StorageError) -> Run {
    var writer = RunWriter(range: range(of: runs), ledgerID: store.ledgerID)
    _ = try RunMerger.merge(runs, into: &writer, rule: StateTableName.rule)
    return try Run(try writer.finish(), ledgerID: store.ledgerID)
  }

  private func file(of runs: [Run]) throws(StorageError) -> Run {
    let file = try store.beginRun(range(of: runs))
    var writer = RunWriter(to: file)
    _ = try RunMerger.merge(runs, into: &writer, rule: StateTableName.rule)
    _ = try writer.finish()
    return try installed(file)
  }

  private func saved(_ run: Run) throws(StorageError) -> Run {
    let file = try store.beginRun(run.range)
    try run.copy(to: file)
    return try installed(file)
  }

  private func installed(_ file: RunFile) throws(StorageError) -> Run {
    try store.installRun(file, syncing: file.range.count > Self.unsyncedLength)
    return try store.openRun(file.range)
  }

  private func range(of runs: [Run]) -> Range<UInt64> {
    (runs.first?.range.lowerBound ?? 0)..<(runs.last?.range.upperBound ?? 0)
  }

  /// Takes all steps that there are, for a state that nobody else sees.
  func takeAll(on state: inout LedgerState, _ plan: RunPlan) throws(LedgerError) {
    var stack = state.runs
    var isChanged = false
    while let step = plan.next(stack.items, makingLengths: 1...UInt64.max) {
      stack.replace(with: try take(step, on: stack, plan))
      isChanged = true
    }
    if isChanged { state.setRuns(stack) }
  }
}

extension RunStack {
  /// The runs, as a plan sees them.
  var items: [RunPlan.Item] {
    runs.map { RunPlan.Item(range: $0.range, isMemory: $0.isMemory) }
  }
}
