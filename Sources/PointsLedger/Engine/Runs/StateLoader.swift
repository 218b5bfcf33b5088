internal import LedgerStorage

/// Makes the state of a ledger: from its runs as far as they go, then from its entries.
struct StateLoader: Sendable {
  let store: LogStore
  let options: Ledger.Options
  let isReader: Bool

  /// A state, and messages about the runs that were not used for it.
  struct Opened: Sendable {
    var state: LedgerState
    var notes: [String] = []
  }

  /// - Parameters:
  ///   - limit: Runs with entries from this sequence number on are not used.
  ///   - defers: Whether a reader may defer entries until the values that they change are read. An
  ///     entry that then contradicts the runs is a fault of the state.
  func open(
    before limit: UInt64 = .max, deferring defers: Bool = false
  ) throws(LedgerError) -> Opened {
    if !isReader {
      try translating { () throws(StorageError) in try store.checkSealedEnds() }
      try ChainRebuild.run(on: store)
    }
    let first = store.firstSequence
    if limit < first {
      throw LedgerError(
        .damaged,
        "\(store.directoryPath): the base that stands for the entries before \(first) cannot be read; "
          + "restore a backup, or join the archive")
    }
    let found = try translating { () throws(StorageError) in try store.openRuns() }
    var notes = found.problems
    var runs = found.runs.filter { $0.range.upperBound <= min(limit, store.nextSequence) }
    // Each iteration drops at least one run.
    while true {
      let runSet = RunSet(runs, forWriting: !isReader)
      var state = try state(of: runSet, &notes)
      state.names.hints.limit(toBytes: options.hintBytes)
      if !isReader, options.keepsRuns { state.flushPolicy = flushPolicy }
      if isReader, defers {
        let count = min(store.nextSequence &- state.nextSequence, 1 << 20)
        state.deferEntries(about: Int(count))
      }
      let work = MergeJob(store: store)
      let plan = MergePicker(
        interval: options.flushInterval, fileLength: options.runFileLength,
        durable: store.nextSequence)
      do throws(LedgerError) {
        var goesOn = true
        try replay(into: &state) { (state) throws(LedgerError) in
          guard goesOn else { return }
          do throws(LedgerError) { try work.takeAll(on: &state, plan) } catch {
            if state.readError != nil { throw error }
            // For example, the disk is full. Runs stay in memory, and are saved when there is room.
            notes.append("the index cannot be written at present: \(error.message)")
            goesOn = false
          }
        }
      } catch {
        guard state.readError != nil else { throw error }
      }
      guard let fault = state.readError else {
        state.flushPolicy?.isApart = options.makesRunsApart
        removeOthers(&state, &notes)
        return Opened(state: state, notes: notes)
      }
      if fault.range.lowerBound < first { try Base(of: store)?.check(state) }
      notes.append("entries \(fault.range) of the index: \(fault.reason)")
      runs.removeAll { $0.range.upperBound > fault.range.lowerBound }
    }
  }

  private var flushPolicy: FlushPolicy {
    FlushPolicy(
      ledgerID: store.ledgerID, interval: options.flushInterval,
      longest: options.runFileLength, cacheCapacity: options.residentAccounts)
  }

  /// Makes the state again without a run that could not be read. Decided entries that were not
  /// written are lost.
  func reopen(_ core: inout Core, _ fault: RunSet.Fault) throws(LedgerError) {
    core.decider.dropRecords()
    let opened = try open(before: fault.range.lowerBound)
    core.decider.state = opened.state
    core.indexNotes.append("entries \(fault.range) of the index: \(fault.reason)")
    core.indexNotes += opened.notes
  }

  /// About the most entries after its runs that a reader keeps in memory: twice as many as occur
  /// beside an import.
  private var longestTail: UInt64 { options.flushInterval << 7 }

  /// Makes a reader's state again from the newest runs, if too many entries follow the runs that it
  /// uses. If that fails, the reader keeps its state.
  func renew(_ core: inout Core) {
    let (next, end) = (core.decider.state.nextSequence, core.decider.state.runs.end)
    guard isReader, next >= core.renewal else { return }
    core.renewal = next + longestTail / 2
    guard next - end > longestTail, store.endOfRuns() > end,
      let opened = try? open(deferring: true)
    else { return }
    core.decider.state = opened.state
  }

  /// Removes the runs that the state does not use: they may belong to another history, and must not
  /// stand in for runs that are still to be made.
  private func removeOthers(_ state: inout LedgerState, _ notes: inout [String]) {
    if isReader { return }
    do throws(StorageError) {
      try store.removeRuns(keeping: RunSet.derivedRanges(state.runs.runs))
    } catch {
      state.flushPolicy = nil
      notes.append(error.description)
    }
  }

  /// The state that runs hold, or the empty state.
  private func state(of runSet: RunSet, _ notes: inout [String]) throws(LedgerError) -> LedgerState
  {
    let hashKey = store.hashKey
    if runSet.isEmpty || runSet.end == store.firstSequence { return try store.firstState() }
    guard let summary: LedgerSummary = runSet.value(.ledger, 0),
      let state = LedgerState(runs: runSet, hashKey: hashKey)
    else {
      notes.append("the index cannot be read: \(runSet.readError?.reason ?? "it is malformed")")
      return try store.firstState()
    }
    let last = try RecordLog(store: store).record(at: runSet.end - 1)
    guard LedgerSummary.check(of: last) == summary.entryCheck else {
      notes.append("the index is of another history of this ledger")
      return try store.firstState()
    }
    if !isReader, let stranger = try firstStranger(in: runSet) {
      notes.append("entries \(runSet.runs[stranger].range) of the index are of another history")
      return try self.state(of: RunSet(Array(runSet.runs[..<stranger]), forWriting: true), &notes)
    }
    return state
  }

  /// The first run that belongs to another history of this ledger, such as a copy that was posted
  /// to separately.
  private func firstStranger(in runSet: RunSet) throws(LedgerError) -> Int? {
    let log = RecordLog(store: store)
    for (index, run) in runSet.runs.enumerated() where run.range.lowerBound >= store.firstSequence {
      let one = RunSet([run], forWriting: true)
      guard let summary: LedgerSummary = one.value(.ledger, 0) else { continue }
      let last = try log.record(at: run.range.upperBound - 1)
      if LedgerSummary.check(of: last) != summary.entryCheck { return index }
    }
    return nil
  }

  /// - Parameter flushed: Called when a run may have been made.
  private func replay(
    into state: inout LedgerState, _ flushed: (inout LedgerState) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    // Deferrable entries must not queue behind others.
    let most = state.defersEntries ? 1 : LedgerState.prefetchDistance
    var waiting: [Record] = []
    func apply() throws(LedgerError) -> Bool {
      if most > 1 { state.prefetch(waiting) }
      defer { waiting.removeAll(keepingCapacity: true) }
      for record in waiting {
        try state.replay(record)
        if state.nextSequence % options.flushInterval == 0, state.flushPolicy != nil {
          try flushed(&state)
        }
        if state.readError != nil { return false }
      }
      return true
    }
    func show(_ record: Record) throws(LedgerError) -> Bool {
      waiting.append(record)
      return waiting.count < most ? true : try apply()
    }
    let from = state.nextSequence
    if Canary.isPlanted(.staleIndex), from > 0, from < store.nextSequence / 2 { return }
    try RecordLog(store: store).forEach(from: from, unless: { state.deferEntry($0) }, show)
    _ = try apply()
  }
}
