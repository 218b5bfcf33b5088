internal import LedgerStorage

/// The only access to the state for queries; posting does not use it.
///
/// A value that cannot be read from a run is treated as missing, so a query must check for read
/// faults before it trusts its result. This type does that for every query: it makes the state
/// again without the unreadable run, and repeats the query until the result is sound. The state
/// also has entries that are decided and not durable yet: a result is returned only after these are
/// published.
struct StateDoor: Sendable {
  /// The most unreadable runs tolerated in one query.
  private static let maximumFaults = 64

  private let core: Locked<Core>
  private let opening: StateLoader
  private let pipeline: CommitPipeline

  init(_ core: Locked<Core>, opening: StateLoader, pipeline: CommitPipeline) {
    self.core = core
    self.opening = opening
    self.pipeline = pipeline
  }

  /// Queries the decider, while nothing is posted; `body` must leave it unchanged.
  func ask<Answer: Sendable>(
    _ body: (inout Decider) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    let (answer, next) = try seen(body)
    try pipeline.waitUntilPublished(next)
    return try answer.get()
  }

  /// Queries the state, while nothing is posted. Values that are read may be brought into memory.
  func look<Answer: Sendable>(
    _ body: (inout LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try ask { (decider) throws(LedgerError) in try body(&decider.state) }
  }

  /// The same without waiting, for names in entries that are already durable: a long history looks
  /// up many names, and would wait for each.
  func glance<Answer: Sendable>(
    _ body: (inout LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try seen { (decider) throws(LedgerError) in try body(&decider.state) }.answer.get()
  }

  /// Queries all of the state as it is now, while posting goes on.
  func survey<Answer>(
    _ body: (borrowing LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try pipeline.checkProcess()
    var next: UInt64 = 0
    let answer = try soundly { () throws(LedgerError) in
      let seen = surveyed(body)
      // The copy is gone, and the next post may write in place into storage that it shared. Taking
      // the lock orders the reads above before these writes.
      core.withLock { _ in }
      next = seen.next
      return (seen.answer, seen.fault)
    } reopen: { (fault) throws(LedgerError) in
      try core.withLock { (core) throws(LedgerError) in
        // Another thread may have handled the fault already.
        if core.decider.state.readError != nil { try reopen(&core, fault) }
      }
    }
    try pipeline.waitUntilPublished(next)
    return try answer.get()
  }

  /// Updates the core with newer entries, or newer runs.
  func change<Result: Sendable, Failure: Error>(
    _ body: (inout Core) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try core.withLock { (core) throws(Failure) in try body(&core) }
  }

  /// The units, which are always in memory. After a failed write they include those decided before
  /// it.
  var units: [UnitState] {
    let units = try? look { (state) throws(LedgerError) in state.units }
    return units ?? core.withLock { $0.decider.state.units }
  }

  /// Messages about runs that could not be used.
  var notes: [String] { core.withLock { $0.indexNotes } }

  /// The answer of a query, and the sequence number after the last entry that it may depend on.
  private func seen<Answer: Sendable>(
    _ body: (inout Decider) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> (answer: Result<Answer, LedgerError>, next: UInt64) {
    try pipeline.checkProcess()
    return try core.withLock { (core) throws(LedgerError) in
      let answer = try soundly { () throws(LedgerError) in
        let answer = Result { () throws(LedgerError) in try body(&core.decider) }
        return (answer, core.decider.state.readError)
      } reopen: { (fault) throws(LedgerError) in
        try reopen(&core, fault)
      }
      return (answer, core.decider.state.nextSequence)
    }
  }

  /// The answer of a query on a copy of the state.
  private func surveyed<Answer>(
    _ body: (borrowing LedgerState) throws(LedgerError) -> Answer
  ) -> (answer: Result<Answer, LedgerError>, fault: RunSet.Fault?, next: UInt64) {
    let state = core.withLock { $0.decider.state }
    let answer = Result { () throws(LedgerError) in try body(state) }
    return (answer, state.readError, state.nextSequence)
  }

  private func reopen(_ core: inout Core, _ fault: RunSet.Fault) throws(LedgerError) {
    try opening.reopen(&core, fault)
    // All entries in a reader's store are durable; the old state may have had fewer of them.
    if opening.isReader { pipeline.publish(core.decider.state.nextSequence) }
  }

  private func soundly<Answer>(
    _ look: () throws(LedgerError) -> (Result<Answer, LedgerError>, RunSet.Fault?),
    reopen: (RunSet.Fault) throws(LedgerError) -> Void
  ) throws(LedgerError) -> Result<Answer, LedgerError> {
    var (answer, fault) = try look()
    for _ in 0..<Self.maximumFaults {
      guard let found = fault, !Canary.isPlanted(.unaskedFault) else { return answer }
      try reopen(found)
      (answer, fault) = try look()
    }
    if let fault { throw LedgerError(fault, opening.store) }
    return answer
  }
}

extension LedgerError {
  /// The error for work that depends on an unreadable run.
  init(_ fault: RunSet.Fault, _ store: LogStore) {
    self.init(
      .damaged,
      "\(store.directoryPath): the index of entries \(fault.range) cannot be read (\(fault.reason)); it is "
        + "derived and made again when the ledger is opened: open it again, then try again")
  }
}
