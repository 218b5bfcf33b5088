internal import LedgerStorage

extension Ledger {
  /// Posts one entry.
  ///
  /// - Returns: Whether it was posted now or before, or the reason for a refusal. A refusal is an
  ///   answer, not an error.
  /// - Throws: `inputOutput`, `poisoned`, `closed`, `damaged`. Then the fate of the post is
  ///   unknown: open the ledger again and post it again.
  public func post(_ post: Post) throws(LedgerError) -> Answer {
    try answer(self.post(each: [post]))
  }

  /// Posts entries one after the other. Each has its own answer, in the order of `posts`, and does
  /// not depend on the answers of the others. All of them share one write to the medium.
  ///
  /// - Throws: As `post(_:)`.
  public func post(each posts: [Post]) throws(LedgerError) -> [Answer] {
    if isReader { return readOnly(posts) }
    return try answers(posts, run(.posts(posts), wantsReceipts: true))
  }

  /// Posts all entries or none: at most 1,024, each with its own reference. If one is refused, all
  /// are: its answer gives the reason, and the others get `groupRefused`.
  ///
  /// - Throws: As `post(_:)`.
  public func post(atomically posts: [Post]) throws(LedgerError) -> [Answer] {
    if isReader { return readOnly(posts) }
    return try answers(posts, run(.group(posts), wantsReceipts: true))
  }

  /// Posts one entry without holding a thread while it is made durable.
  ///
  /// - Throws: As the synchronous `post(_:)`.
  public func post(_ post: Post) async throws(LedgerError) -> Answer {
    try answer(await self.post(each: [post]))
  }

  /// Posts entries one after the other without holding a thread.
  ///
  /// - Throws: As the synchronous `post(_:)`.
  public func post(each posts: [Post]) async throws(LedgerError) -> [Answer] {
    if isReader { return readOnly(posts) }
    return try answers(posts, await runAsync(.posts(posts)))
  }

  /// Posts all entries or none without holding a thread.
  ///
  /// - Throws: As the synchronous `post(_:)`.
  public func post(atomically posts: [Post]) async throws(LedgerError) -> [Answer] {
    if isReader { return readOnly(posts) }
    return try answers(posts, await runAsync(.group(posts)))
  }

  /// Returns the answer that `post(_:)` would give now; on a reader, the answer that a writer would
  /// give. It writes nothing, and the next post finds everything unchanged.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func preview(_ post: Post) throws(LedgerError) -> Answer {
    try answer(preview([post], atomic: false))
  }

  /// Returns the answers that `post(each:)` would give now. Each post is decided after those before
  /// it.
  ///
  /// - Throws: As `preview(_:)`.
  public func preview(each posts: [Post]) throws(LedgerError) -> [Answer] {
    try preview(posts, atomic: false)
  }

  /// Returns the answers that `post(atomically:)` would give now.
  ///
  /// - Throws: As `preview(_:)`.
  public func preview(atomically posts: [Post]) throws(LedgerError) -> [Answer] {
    try preview(posts, atomic: true)
  }

  private func preview(_ posts: [Post], atomic: Bool) throws(LedgerError) -> [Answer] {
    let log = log
    try pipeline.checkOpen()
    let (forecasts, next) = try door.ask {
      (decider) throws(LedgerError) -> ([Decider.Forecast], UInt64) in
      let clock = options.clock.now()
      let status = decider.state.clockStatus(at: clock, maximumLead: options.maximumClockLead)
      if let code = status.refusal {
        let decision = Decider.Decision.refused(code, record: nil)
        return (posts.map { _ in Decider.Forecast(decision: decision) }, 0)
      }
      let posted = max(clock.milliseconds, decider.state.lastPosted)
      let forecasts = try decider.preview(posts, atomic: atomic, posted: posted, reader: log)
      return (forecasts, decider.state.nextSequence)
    }
    var answers: [Answer] = []
    for forecast in forecasts { answers.append(try answer(forecast, next)) }
    return answers
  }

  private func answer(_ forecast: Decider.Forecast, _ next: UInt64) throws(LedgerError) -> Answer {
    switch (forecast.decision, forecast.entry) {
    case (.posted, let entry?): return .posted(Receipt(entry: entry, balance: forecast.balance))
    case (.duplicate, let entry?):
      return .duplicate(Receipt(entry: entry, balance: forecast.balance))
    case (.refusedBefore(let code, let sequence), _) where sequence >= next:
      // The post was refused earlier in the same preview, so its refusal is not written.
      return .refused(Refusal(code: code, sequence: nil, isRepeated: true))
    default: return try answer(WriteRequest.PostOutcome(decision: forecast.decision))
    }
  }

  /// Books every expiry and hold deadline that is due by `instant` (nil: now).
  ///
  /// - Throws: `outOfRange` for an instant over 24 hours ahead of the clock; `clockWentBack` and
  ///   `clockWentAhead` until the clock is set or accepted; `readOnly`, and as `post(_:)`.
  public func sweep(asOf instant: Instant? = nil) throws(LedgerError) -> SweepResult {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(path): the ledger was opened for reading")
    }
    var total = WriteRequest.Booked()
    var from: Int? = 0
    let instant = instant ?? options.clock.now()
    while let start = from {
      // The sweep runs in parts, so that posts of other threads come in between.
      let work = WriteRequest.Work.sweep(upTo: instant, from: start, most: 4_096)
      guard case .booked(let booked, let next) = try run(work, wantsReceipts: false) else { break }
      total.add(booked)
      from = next
      if let next, let progress = Progress.current {
        let count = try door.look { (state) throws(LedgerError) in state.accounts.count }
        progress.note(UInt64(next), of: UInt64(max(count, next)))
      }
    }
    return SweepResult(total, units: units)
  }

  /// Books the expiries and deadlines of one account that are due by `instant`. An import calls
  /// this for a row that an engine wrote. It does nothing if there is no such account.
  ///
  /// - Throws: `readOnly`, `outOfRange`, `clockWentBack`, `clockWentAhead`, and as `post(_:)`.
  public func settle(
    _ member: MemberIdentifier, unit: UnitCode? = nil, upTo instant: Instant
  ) throws(LedgerError) {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(path): the ledger was opened for reading")
    }
    _ = try run(.settle(member: member, unit: unit, upTo: instant), wantsReceipts: false)
  }

  // MARK: - For imports

  /// Posts all entries or none, without receipts: an import needs only the kind of each answer.
  package func handOver(group posts: [Post]) -> PendingAnswers {
    handOver(.group(posts), count: posts.count)
  }

  /// Posts entries one after the other, without receipts. They are posted on a thread of the
  /// ledger, so the caller can do something else meanwhile.
  package func handOver(_ batch: PostBatch) -> PendingAnswers {
    handOver(.batch(batch), count: batch.count)
  }

  /// Makes a batch for `handOver`. The batch also takes posts in units that are defined later, but
  /// these are slow.
  package func makeBatch() -> PostBatch {
    PostBatch(hashKey: log.store.hashKey, units: units)
  }

  private func handOver(_ work: WriteRequest.Work, count: Int) -> PendingAnswers {
    let pending = PendingAnswers()
    if isReader {
      let refused = BatchAnswer.refused(.ledgerReadOnly, isRepeated: false)
      pending.deliver(.quickly(BatchAnswers(repeatElement(refused, count: count))))
    } else {
      pipeline.enqueue(WriteRequest(work, wantsReceipts: false) { pending.deliver($0) })
    }
    return pending
  }

  // MARK: - Answers

  private func readOnly(_ posts: [Post]) -> [Answer] {
    posts.map { _ in
      .refused(Refusal(code: .ledgerReadOnly, sequence: nil, isRepeated: false))
    }
  }

  private func answer(_ answers: [Answer]) throws(LedgerError) -> Answer {
    guard let answer = answers.first else {
      throw LedgerError(.closed, "\(path): the ledger gave no answer")
    }
    return answer
  }

  private func runAsync(_ work: WriteRequest.Work) async throws(LedgerError)
    -> WriteRequest.Outcome
  {
    // The lock around the outcome is for ThreadSanitizer, which does not see through continuations
    // on Linux.
    let delivered = Locked<WriteRequest.Outcome?>(nil)
    await withCheckedContinuation { continuation in
      pipeline.enqueue(
        WriteRequest(work, wantsReceipts: true) { outcome in
          delivered.withLock { $0 = outcome }
          continuation.resume()
        })
    }
    guard let outcome = delivered.withLock({ $0 }) else {
      throw LedgerError(.closed, "\(path): the ledger gave no answer")
    }
    if case .failed(let error) = outcome { throw error }
    return outcome
  }

  private func answers(
    _ posts: [Post], _ outcome: WriteRequest.Outcome
  ) throws(LedgerError) -> [Answer] {
    guard case .posts(let outcomes) = outcome else { return [] }
    var answers: [Answer] = []
    answers.reserveCapacity(outcomes.count)
    for outcome in outcomes { answers.append(try answer(outcome)) }
    return answers
  }

  private func answer(_ outcome: WriteRequest.PostOutcome) throws(LedgerError) -> Answer {
    switch outcome.decision {
    case .posted:
      guard let record = outcome.record.first else {
        throw LedgerError(.damaged, "a posted entry is missing; report this as a defect")
      }
      return .posted(Receipt(entry: try builder.entry(record), balance: outcome.balance))
    case .duplicate(let record):
      return .duplicate(
        Receipt(entry: try builder.entry(record), balance: try balance(after: record)))
    case .refused(let code, _):
      return .refused(
        Refusal(
          code: code, sequence: outcome.record.first.map { SequenceNumber($0.sequence) },
          isRepeated: false))
    case .refusedBefore(let code, let sequence):
      return .refused(
        Refusal(code: code, sequence: SequenceNumber(sequence), isRepeated: true))
    }
  }

  /// Returns the sequence number of `record`, or of its counter if that is on the same account:
  /// both members of a transfer may have been merged.
  private func lastSequence(of record: Record) throws(LedgerError) -> UInt64 {
    let next = record.sequence + 1
    guard record.kind == .reverse, record.counterparty != nil, next < pipeline.publishedSequence
    else { return record.sequence }
    let counter = try log.record(at: next)
    let isSame = counter.member == record.member && counter.unit == record.unit
    return counter.kind == .counter && isSame ? next : record.sequence
  }

  /// Returns the balance right after `record`, as in the first answer.
  private func balance(after record: Record) throws(LedgerError) -> Balance? {
    guard let member = record.member, let unit = record.unit else { return nil }
    let account = try timeline.account(
      member: member, unit: unit, limit: .init(sequence: try lastSequence(of: record)))
    guard var account else { return nil }
    do { try account.expireDead(at: record.effective) } catch {
      throw LedgerError(.damaged, "\(path), entry \(record.sequence): \(error.reason); run verify")
    }
    return account.balance(at: record.effective)
  }
}
