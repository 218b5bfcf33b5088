internal import LedgerStorage

extension Ledger {
  /// Looks something up in the state, while nobody posts; in one made anew if a run cannot be read.
  func looking<Answer: Sendable>(
    _ body: (borrowing LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try queue.checkProcess()
    return try core.withLock { (core) throws(LedgerError) -> Answer in
      let answer: Result<Answer, LedgerError>
      do throws(LedgerError) { answer = .success(try body(core.judge.state)) } catch {
        answer = .failure(error)
      }
      guard let fault = core.judge.state.firstFault else { return try answer.get() }
      try opening.reopen(&core, fault)
      return try body(core.judge.state)
    }
  }
  /// Looks at all of the state as it is now, while posting goes on.
  func surveying<Answer>(
    _ body: (borrowing LedgerState) throws(LedgerError) -> Answer
  ) throws(LedgerError) -> Answer {
    try queue.checkProcess()
    let state = core.withLock { $0.judge.state }
    let answer: Result<Answer, LedgerError>
    do throws(LedgerError) { answer = .success(try body(state)) } catch { answer = .failure(error) }
    guard let fault = state.firstFault else { return try answer.get() }
    try core.withLock { (core) throws(LedgerError) in
      // Somebody else may have met it before.
      if core.judge.state.firstFault != nil { try opening.reopen(&core, fault) }
    }
    return try body(core.withLock { $0.judge.state })
  }
}

extension LedgerError {
  /// What a post meets that rests on a run that cannot be read.
  init(_ fault: RunStack.Fault, _ store: LogStore) {
    self.init(
      .damaged,
      "\(store.directoryPath): the index of entries \(fault.range) cannot be read (\(fault.reason)); it is "
        + "derived and made again when the ledger is opened: open it again, then post again")
  }
}
