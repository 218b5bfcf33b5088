internal import LedgerStorage

/// Replays the entries that a base stands for. What changed is all in runs.
enum DroppedState {
  /// Returns the state after the last of them.
  ///
  /// - Parameter forArchive: Whether the state's runs are an archive's too, with all references.
  static func replayed(
    of store: LogStore, before end: UInt64, forArchive: Bool,
    _ options: Ledger.Options, _ checkWanted: () throws(LedgerError) -> Void
  ) throws(LedgerError) -> LedgerState {
    var state = try store.firstState()
    state.flushPolicy = FlushPolicy(
      ledgerID: store.ledgerID, interval: options.flushInterval, longest: options.runFileLength,
      isApart: options.makesRunsApart, cacheCapacity: options.residentAccounts)
    state.keepsReferences = forArchive
    let last = try state.replay(store, to: end, options, checkWanted)
    guard state.nextSequence == end, let last else {
      throw LedgerError(.damaged, "the log ends before entry \(end); run verify")
    }
    state.flushRest(endingWith: last, ofAtLeast: 1)
    try store.checkBase(state)
    guard state.runs.end == end else {
      throw LedgerError(.inputOutput, "the index up to entry \(end) cannot be made at present")
    }
    return state
  }
}

extension LedgerState {
  /// Replays the entries up to one, and merges the runs that come of it. Returns the last of them;
  /// nil if there was none.
  mutating func replay(
    _ store: LogStore, to next: UInt64, _ options: Ledger.Options,
    _ checkWanted: () throws(LedgerError) -> Void
  ) throws(LedgerError) -> Record? {
    guard nextSequence < next else { return nil }
    let work = MergeJob(store: store, isScratch: true)
    let plan = MergePicker(
      interval: options.flushInterval, fileLength: options.runFileLength,
      durable: store.nextSequence)
    var last: Record?
    try RecordLog(store: store).forEach(from: nextSequence) { (record) throws(LedgerError) in
      guard record.sequence < next else { return false }
      if record.sequence % 1024 == 0 { try checkWanted() }
      let runEnd = runs.end
      try replay(record)
      last = record
      if runs.end != runEnd { try work.takeAll(on: &self, plan) }
      return true
    }
    return last
  }
}
