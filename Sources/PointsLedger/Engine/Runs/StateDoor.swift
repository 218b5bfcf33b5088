internal import LedgerStorage

/// The one door to the state, for all that is asked and nothing that is posted.
///
/// What cannot be read from a run is read as missing. So whoever has looked must ask for that
/// before he believes what he saw; behind this door nobody can forget to: the state is made anew
/// without that run, and looked at again, until all that was seen is sound. The state also has what
/// was decided and is not durable yet: nobody is told of what he saw before that is.
struct StateDoor: Sendable {
  /// So many runs that cannot be read are put up with in one question.
  private static let maximumFaults = 64

  private let core: Locked<Core>
  private let opening: StateLoader
  private let pipeline: CommitPipeline

  init(_ core: Locked<Core>, opening: StateLoader, pipeline: CommitPipeline) {
    self.core = core
    self.opening = opening
    self.pipeline = pipeline
  }

  /// Asks the decider something, while nobody posts; nothing may have changed when `body` returns.
  func ask<Answer: Sendable>(
    _ body: (inout Decider) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    let (answer, next) = try seen(body)
    try pipeline.waitUntilPublished(next)
    return try answer.get()
  }

  /// Looks something up in the state, while nobody posts. What is looked at may come into memory.
  func look<Answer: Sendable>(
    _ body: (inout LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try ask { (decider) throws(LedgerError) in try body(&decider.state) }
  }

  /// The same without waiting, for what is told of entries that are durable: a long history asks
  /// for many names, and would wait at each.
  func glance<Answer: Sendable>(
    _ body: (inout LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try seen { (decider) throws(LedgerError) in try body(&decider.state) }.answer.get()
  }

  /// Looks at all of the state as it is now, while posting goes on.
  func survey<Answer>(
    _ body: (borrowing LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try pipeline.checkProcess()
    var next: UInt64 = 0
    let answer = try soundly { () throws(LedgerError) in
      let seen = surveyed(body)
      // The copy is gone. Whoever posts next may write into what it shared, and is to see that.
      core.withLock { _ in }
      next = seen.next
      return (seen.answer, seen.fault)
    } reopen: { (fault) throws(LedgerError) in
      try core.withLock { (core) throws(LedgerError) in
        // Somebody else may have met it before.
        if core.decider.state.readError != nil { try reopen(&core, fault) }
      }
    }
    try pipeline.waitUntilPublished(next)
    return try answer.get()
  }

  /// Goes on from newer entries, or newer runs.
  func change<Result: Sendable, Failure: Error>(
    _ body: (inout Core) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try core.withLock { (core) throws(Failure) in try body(&core) }
  }

  /// The units, which are always in memory. After a failed write also those that were decided
  /// before it.
  var units: [UnitState] {
    let units = try? look { (state) throws(LedgerError) in state.units }
    return units ?? core.withLock { $0.decider.state.units }
  }

  /// What is to be said of runs that could not be used.
  var notes: [String] { core.withLock { $0.indexNotes } }

  /// What was seen, and the sequence number after the last entry that it may rest on.
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

  /// What is seen in a copy of the state.
  private func surveyed<Answer>(
    _ body: (borrowing LedgerState) throws(LedgerError) -> Answer
  ) -> (answer: Result<Answer, LedgerError>, fault: RunSet.Fault?, next: UInt64) {
    let state = core.withLock { $0.decider.state }
    let answer = Result { () throws(LedgerError) in try body(state) }
    return (answer, state.readError, state.nextSequence)
  }

  private func reopen(_ core: inout Core, _ fault: RunSet.Fault) throws(LedgerError) {
    try opening.reopen(&core, fault)
    // All that a reader's store has is durable; the state may have had less of it before.
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
  /// What is met by whoever rests on a run that cannot be read.
  init(_ fault: RunSet.Fault, _ store: LogStore) {
    self.init(
      .damaged,
      "\(store.directoryPath): the index of entries \(fault.range) cannot be read (\(fault.reason)); it is "
        + "derived and made again when the ledger is opened: open it again, then try again")
  }
}
