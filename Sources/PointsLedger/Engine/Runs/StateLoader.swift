internal import LedgerStorage

/// Makes the state of a ledger: from its runs as far as they go, then from its entries.
struct StateLoader: Sendable {
  let store: LogStore
  let options: Ledger.Options
  let isReader: Bool

  /// A state, and what is to be said of the runs that it does not rest on.
  struct Opened: Sendable {
    var state: LedgerState
    var notes: [String] = []
  }

  /// - Parameters:
  ///   - limit: Runs that hold what comes after it are not used.
  ///   - defers: Whether a reader may apply entries when what they change is looked at: what then
  ///     turns out to contradict the runs is a fault of the state.
  func open(
    before limit: UInt64 = .max, deferring defers: Bool = false
  ) throws(LedgerError) -> Opened {
    if !isReader {
      try translating { () throws(StorageError) in try store.checkSealedEnds() }
      try ChainRebuild.run(on: store)
    }
    let found = try translating { () throws(StorageError) in try store.openRuns() }
    var notes = found.problems
    var runs = found.runs.filter { $0.range.upperBound <= min(limit, store.nextSequence) }
    // Each time round at least one run goes.
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
            // No room for a file, say. Runs stay in memory, and are saved when there is some.
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
      notes.append("entries \(fault.range) of the index: \(fault.reason)")
      runs.removeAll { $0.range.upperBound > fault.range.lowerBound }
    }
  }

  private var flushPolicy: FlushPolicy {
    FlushPolicy(
      ledgerID: store.ledgerID, interval: options.flushInterval,
      longest: options.runFileLength, cacheCapacity: options.residentAccounts)
  }

  /// Makes a state anew that does not rest on a run that could not be read. What was decided and not
  /// written is lost.
  func reopen(_ core: inout Core, _ fault: RunSet.Fault) throws(LedgerError) {
    core.decider.dropRecords()
    let opened = try open(before: fault.range.lowerBound)
    core.decider.state = opened.state
    core.indexNotes.append("entries \(fault.range) of the index: \(fault.reason)")
    core.indexNotes += opened.notes
  }

  /// The most entries after its runs that a reader keeps in memory, about: twice as many as there are
  /// beside an import.
  private var longestTail: UInt64 { options.flushInterval << 7 }

  /// Makes a reader's state anew from the newest runs, if too many entries came after those that it
  /// rests on. Where that fails it goes on with what it has.
  func renew(_ core: inout Core) {
    let (next, end) = (core.decider.state.nextSequence, core.decider.state.runs.end)
    guard isReader, next >= core.renewal else { return }
    core.renewal = next + longestTail / 2
    guard next - end > longestTail, store.endOfRuns() > end,
      let opened = try? open(deferring: true)
    else { return }
    core.decider.state = opened.state
  }

  /// Removes what the state does not rest on: it may be of another history, and must not stand in for
  /// what is still to be made.
  private func removeOthers(_ state: inout LedgerState, _ notes: inout [String]) {
    if isReader { return }
    do throws(StorageError) {
      try store.removeRuns(keeping: state.runs.runs.map(\.range))
    } catch {
      state.flushPolicy = nil
      notes.append(error.description)
    }
  }

  /// The state that runs hold, or that of a ledger without entries.
  private func state(of runSet: RunSet, _ notes: inout [String]) throws(LedgerError) -> LedgerState
  {
    let hashKey = store.hashKey
    let empty = LedgerState(hashKey: hashKey)
    if runSet.isEmpty { return empty }
    guard let summary: LedgerSummary = runSet.value(.ledger, 0),
      let state = LedgerState(runs: runSet, hashKey: hashKey)
    else {
      notes.append("the index cannot be read: \(runSet.readError?.reason ?? "it is malformed")")
      return empty
    }
    let last = try RecordLog(store: store).record(at: runSet.end - 1)
    guard LedgerSummary.check(of: last) == summary.entryCheck else {
      notes.append("the index is of another history of this ledger")
      return empty
    }
    if !isReader, let stranger = try firstStranger(in: runSet) {
      notes.append("entries \(runSet.runs[stranger].range) of the index are of another history")
      return try self.state(of: RunSet(Array(runSet.runs[..<stranger]), forWriting: true), &notes)
    }
    return state
  }

  /// The first run that is of another history of this ledger: one of a copy that went on by itself.
  private func firstStranger(in runSet: RunSet) throws(LedgerError) -> Int? {
    let log = RecordLog(store: store)
    for (index, run) in runSet.runs.enumerated() {
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
    // Entries that may be deferred must not wait for others.
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
