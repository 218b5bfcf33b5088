internal import LedgerStorage

/// Does the work of one commit group: decide, write, sync.
struct Committer: Sendable {
  /// A frame is written once it has this many bytes: large enough to be cheap, small enough to find
  /// an entry in.
  static let frameBytes = 64 << 10
  /// With `buffered` durability, the number of bytes between syncs.
  static let syncBytes = 4 << 20

  /// The most unreadable runs tolerated in a group, and in a batch.
  private static let maximumFaults = 16

  private static let full = LedgerError(.full, "the disk is full: make room, then try again")

  let log: RecordLog
  let core: Locked<Core>
  let options: Ledger.Options
  let opening: StateLoader

  private var store: LogStore { log.store }

  /// Does the work of a group, and makes it durable. A failure poisons the ledger: the decided
  /// entries may or may not be on the medium.
  func commit(_ group: [WriteRequest]) -> Result<CommitPipeline.Committed, LedgerError> {
    do throws(LedgerError) {
      let (committed, mustSync) = try core.withLock {
        (core) throws(LedgerError) -> (CommitPipeline.Committed, Bool) in
        let outcomes = try decide(group, &core)
        let isDue = options.durability == .synced || core.unsyncedBytes >= Self.syncBytes
        let mustSync = core.unsyncedBytes > 0 && (isDue || group.contains { $0.forcesSync })
        if mustSync { core.unsyncedBytes = 0 }
        if Canary.isPlanted(.earlyAnswer) {
          for (request, outcome) in zip(group, outcomes) { request.outcome = outcome }
        }
        let next = core.decider.state.nextSequence
        return (CommitPipeline.Committed(outcomes: outcomes, next: next), mustSync)
      }
      if mustSync { try translating { () throws(StorageError) in try store.sync() } }
      return .success(committed)
    } catch {
      return .failure(error)
    }
  }

  private func decide(
    _ group: [WriteRequest], _ core: inout Core
  ) throws(LedgerError) -> [WriteRequest.Outcome] {
    let clock = options.clock.now()
    // A ledger without entries may still have been closed; the log then has the clock of that.
    let last = max(core.decider.state.lastPosted, store.lastClock ?? Int64.min)
    var frame = FrameBuilder(
      store: store, posted: max(clock.milliseconds, last), isBulk: options.durability == .buffered)
    defer { core.unsyncedBytes += frame.writtenBytes }
    var faultCount = 0
    while true {
      do throws(LedgerError) { return try work(group, at: clock, &core, &frame) } catch {
        faultCount += 1
        guard let fault = core.decider.state.readError, faultCount <= Self.maximumFaults else {
          throw error
        }
        // Everything decided so far may depend on the unreadable run. If none of it is written yet,
        // it is decided again without the run.
        guard frame.writtenBytes == 0 else { throw LedgerError(fault, store) }
        frame.discard()
        try opening.reopen(&core, fault)
      }
    }
  }

  private func work(
    _ group: [WriteRequest], at clock: Instant, _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> [WriteRequest.Outcome] {
    var outcomes: [WriteRequest.Outcome] = []
    outcomes.reserveCapacity(group.count)
    for request in group {
      // Asked for each request: one of them may accept the clock.
      let status = core.decider.state.clockStatus(
        at: clock, maximumLead: options.maximumClockLead)
      outcomes.append(try work(request, status, &core, &frame))
    }
    // A refusal without an entry, and a check that found nothing due, depend on the runs too.
    if let fault = core.decider.state.readError { throw LedgerError(fault, store) }
    try frame.flush()
    return outcomes
  }

  /// Adds the decider's records to the frame. Entries that depend on an unreadable run are kept out
  /// of the log.
  private func addRecords(
    isAtomic: Bool, of core: inout Core, to frame: inout FrameBuilder
  ) throws(LedgerError) {
    if core.decider.records.isEmpty, core.decider.expiries.isEmpty { return }
    defer { core.decider.dropRecords() }
    if let fault = core.decider.state.readError { throw LedgerError(fault, store) }
    try frame.add(core.decider.records[...], isAtomic: isAtomic)
    for expiry in core.decider.expiries { try frame.add(expiry) }
  }

  /// The outcome of a request that is not decided at all.
  private func unable(
    _ request: WriteRequest, _ code: RefusalCode, _ error: LedgerError
  ) -> WriteRequest.Outcome {
    switch request.work {
    case .posts(let posts), .group(let posts):
      return .posts(
        posts.map { _ in WriteRequest.PostOutcome(decision: .refused(code, record: nil)) })
    case .batch(let batch):
      return .quickly(
        BatchAnswers((0..<batch.count).map { _ in .refused(code, isRepeated: false) }))
    case .sweep, .settle, .acceptClock, .announce, .erase: return .failed(error)
    }
  }

  private func work(
    _ request: WriteRequest, _ status: ClockStatus, _ core: inout Core,
    _ frame: inout FrameBuilder
  ) throws(LedgerError) -> WriteRequest.Outcome {
    if let code = status.refusal, !request.acceptsClock {
      return unable(request, code, LedgerError(status, store.directoryPath))
    }
    core.decider.wantsBalances = request.wantsReceipts
    core.decider.maximumGroupBytes = store.limits.bodyBytes
    switch request.work {
    case .posts(let posts): return .posts(try post(posts, &core, &frame))
    case .batch(let batch): return .quickly(try post(batch, &core, &frame))
    case .group(let posts):
      guard try frame.hasRoom() else { return unable(request, .ledgerFull, Self.full) }
      let decisions = try core.decider.decideGroup(
        posts, posted: frame.posted, reader: entries(frame))
      let records = request.wantsReceipts ? core.decider.records : []
      let outcomes = decisions.map { outcome($0, records) }
      try addRecords(isAtomic: true, of: &core, to: &frame)
      return .posts(outcomes)
    case .sweep(let instant, let from, let most):
      return try sweep(upTo: instant, from: from, most: most, &core, &frame)
    case .settle(let member, let unit, let instant):
      return try settle(member, unit, upTo: instant, &core, &frame)
    case .acceptClock: return try accept(status, &core, &frame)
    case .announce(let compaction): return try announce(compaction, &core, &frame)
    case .erase(let members): return try announceErasure(of: members, &core, &frame)
    }
  }

  /// Writes that the operator accepts the clock, where posting is refused for it.
  private func accept(
    _ status: ClockStatus, _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> WriteRequest.Outcome {
    guard status.refusal != nil else { return .accepted(nil) }
    guard try frame.hasRoom() else { return .failed(frame.shortage ?? Self.full) }
    let sequence = core.decider.state.nextSequence
    _ = try core.decider.accept(clock: status.clock.milliseconds)
    try addRecords(isAtomic: false, of: &core, to: &frame)
    return .accepted(sequence)
  }

  private func announce(
    _ compaction: CompactionNote, _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> WriteRequest.Outcome {
    guard try frame.hasRoom() else { return .failed(frame.shortage ?? Self.full) }
    let sequence = core.decider.state.nextSequence
    _ = try core.decider.announce(compaction, posted: frame.posted)
    try addRecords(isAtomic: false, of: &core, to: &frame)
    return .accepted(sequence)
  }

  private func announceErasure(
    of members: [UInt32], _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> WriteRequest.Outcome {
    guard try frame.hasRoom() else { return .failed(frame.shortage ?? Self.full) }
    // Something may have been posted since it was looked at.
    guard core.decider.state.isErasable(members) else {
      return .failed(
        LedgerError(.notErasable, "a hold or a merge came between: try again"))
    }
    for member in members {
      let index = try core.decider.announceErasure(of: member, posted: frame.posted)
      // The members are one person: if one cannot be erased, none can.
      guard core.decider.records[index].erasesMember else { break }
    }
    let last = core.decider.state.nextSequence - 1
    try addRecords(isAtomic: true, of: &core, to: &frame)
    return .accepted(last)
  }

  private func entries(_ frame: borrowing FrameBuilder) -> DecidedEntries {
    DecidedEntries(log: log, unwritten: frame.unwritten)
  }

  /// Decides posts one after the other.
  private func post(
    _ posts: [Post], _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> [WriteRequest.PostOutcome] {
    var outcomes: [WriteRequest.PostOutcome] = []
    outcomes.reserveCapacity(posts.count)
    for index in posts.indices {
      if index % LedgerState.prefetchDistance == 0, posts.count > 1 {
        core.decider.state.prefetch(posts[index...].prefix(LedgerState.prefetchDistance))
      }
      let decision = try post(posts[index], &core, &frame)
      outcomes.append(outcome(decision, core.decider.records))
      try addRecords(isAtomic: false, of: &core, to: &frame)
    }
    return outcomes
  }

  /// The same for a batch, of whose answers only the kind is reported. After a run turns out to be
  /// unreadable it goes on without it: much of the batch may be written already, and none of that
  /// depends on the run.
  private func post(
    _ batch: borrowing PostBatch, _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> BatchAnswers {
    var answers = BatchAnswers()
    if let fault = core.decider.state.readError { throw LedgerError(fault, store) }
    var faultCount = 0
    while answers.count < batch.count {
      do throws(LedgerError) {
        try post(batch, to: &answers, &core, &frame)
      } catch {
        faultCount += 1
        guard let fault = core.decider.state.readError, faultCount <= Self.maximumFaults else {
          throw error
        }
        try frame.flush()
        try opening.reopen(&core, fault)
      }
    }
    return answers
  }

  /// Decides the posts of a batch that have no answer yet.
  private func post(
    _ batch: borrowing PostBatch, to answers: inout BatchAnswers, _ core: inout Core,
    _ frame: inout FrameBuilder
  ) throws(LedgerError) {
    var found = ResolvedBatch()
    var ahead: Prefetcher?
    defer { ahead?.end() }
    let (start, size) = (answers.count, options.prefetchDistance)
    for index in start..<batch.count {
      let place = (index &- start) % size
      if place == 0 { prefetch(batch, from: index, &core.decider.state, &found, &ahead) }
      let lookup = found.lookup(at: place, ifStill: core.decider.state.version)
      if let answer = try postPlainly(batch, index, lookup, &core, &frame) {
        answers.append(answer)
      } else {
        let decision = try post(
          batch.post(at: index), wasTriedPlainly: batch.plainPlace(at: index) != nil, &core, &frame)
        if let fault = core.decider.state.readError { throw LedgerError(fault, store) }
        try addRecords(isAtomic: false, of: &core, to: &frame)
        answers.append(BatchAnswer(decision))
      }
    }
  }

  /// Brings into memory what deciding the next posts of a batch will read. If much of it is in
  /// runs, a prefetcher meanwhile looks up what the posts after them need.
  private func prefetch(
    _ batch: borrowing PostBatch, from index: Int, _ state: inout LedgerState,
    _ found: inout ResolvedBatch, _ ahead: inout Prefetcher?
  ) {
    let part = index / options.prefetchDistance
    if let last = ahead, !last.holds(in: state) {
      last.end()
      ahead = nil
    }
    let end = min(index + options.prefetchDistance, batch.count)
    let readCount = state.prefetch(batch, index..<end, with: ahead?.take(part), &found)
    guard ahead == nil, options.prefetchesAhead != .never, end < batch.count,
      Prefetcher.isWorthwhile(readCount, of: end - index)
    else { return }
    let next = Prefetcher(batch, after: part, size: options.prefetchDistance, state)
    if options.prefetchesAhead == .inline { next.finish() } else { next.start() }
    ahead = next
  }

  /// Decides one post. Its entries are then in the decider's records.
  private func post(
    _ post: Post, wasTriedPlainly: Bool = false, _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> Decider.Decision {
    guard try frame.hasRoom() else { return .refused(.ledgerFull, record: nil) }
    return try core.decider.decide(
      post, posted: frame.posted, wasTriedPlainly: wasTriedPlainly, reader: entries(frame))
  }

  /// Decides a plain post, and adds its entry to the frame; nil if the general rules have to
  /// decide.
  @inline(__always)
  private func postPlainly(
    _ batch: borrowing PostBatch, _ index: Int, _ place: ResolvedBatch.Lookup, _ core: inout Core,
    _ frame: inout FrameBuilder
  ) throws(LedgerError) -> BatchAnswer? {
    guard let plain = batch.plainPlace(at: index), try frame.hasRoom() else { return nil }
    let texts = batch.textBytes(at: index)
    // Copied once here; passing it in place would copy it for each of these calls.
    let post = batch.plain[plain]
    let entry = core.decider.decidePlainly(post, posted: frame.posted, at: place)
    // Expiries come before the entry.
    try addRecords(isAtomic: false, of: &core, to: &frame)
    guard let entry else { return try refusePlainly(post, texts, place, &core, &frame) }
    if let fault = core.decider.state.readError { throw LedgerError(fault, store) }
    try frame.add(entry, of: post, texts)
    return .posted(isLate: entry.effective > post.occurred)
  }

  private func refusePlainly(
    _ post: PlainPost, _ texts: RawSpan, _ place: ResolvedBatch.Lookup, _ core: inout Core,
    _ frame: inout FrameBuilder
  ) throws(LedgerError) -> BatchAnswer? {
    let refusal = core.decider.refusePlainly(post, posted: frame.posted, at: place)
    guard let refusal else { return nil }
    if let fault = core.decider.state.readError { throw LedgerError(fault, store) }
    try frame.add(refusal, of: post, texts)
    return .refused(refusal.code, isRepeated: false)
  }

  /// - Parameter records: The decider's records; empty if no receipts are wanted.
  private func outcome(
    _ decision: Decider.Decision, _ records: [Record]
  ) -> WriteRequest.PostOutcome {
    var outcome = WriteRequest.PostOutcome(decision: decision)
    switch decision {
    case .posted(let index, let balance, _):
      if index < records.count { outcome.record = [records[index]] }
      outcome.balance = balance
    case .refused(_, let index?): if index < records.count { outcome.record = [records[index]] }
    default: break
    }
    return outcome
  }

  private func sweep(
    upTo instant: Instant, from: Int, most: Int, _ core: inout Core, _ frame: inout FrameBuilder
  ) throws(LedgerError) -> WriteRequest.Outcome {
    if let error = tooFarAhead(instant, frame.posted) { return .failed(error) }
    var total = WriteRequest.Booked()
    var number = from
    while number < core.decider.state.accounts.count, total.entries < most {
      guard try frame.hasRoom() else { return .failed(frame.shortage ?? Self.full) }
      let booked = try core.decider.book(
        account: number, upTo: instant.milliseconds, posted: frame.posted,
        most: most - total.entries)
      try addRecords(isAtomic: false, of: &core, to: &frame)
      total.entries += booked.entries
      let unit = core.decider.state.accounts[number].unit
      total.expired[unit] = WriteRequest.Booked.saturatedSum(
        total.expired[unit] ?? 0, booked.expired)
      total.released[unit] = WriteRequest.Booked.saturatedSum(
        total.released[unit] ?? 0, booked.released)
      if core.decider.state.accounts[number].nextDue(upTo: instant.milliseconds) == nil {
        number += 1
      }
    }
    return .booked(total, next: number < core.decider.state.accounts.count ? number : nil)
  }

  private func settle(
    _ identifier: MemberIdentifier, _ code: UnitCode?, upTo instant: Instant, _ core: inout Core,
    _ frame: inout FrameBuilder
  ) throws(LedgerError) -> WriteRequest.Outcome {
    if let error = tooFarAhead(instant, frame.posted) { return .failed(error) }
    guard try frame.hasRoom() else { return .failed(frame.shortage ?? Self.full) }
    guard let account = core.decider.state.account(named: identifier, unit: code) else {
      return .booked(WriteRequest.Booked(), next: nil)
    }
    let booked = try core.decider.book(
      account: account, upTo: instant.milliseconds, posted: frame.posted)
    try addRecords(isAtomic: false, of: &core, to: &frame)
    return .booked(WriteRequest.Booked(entries: booked.entries), next: nil)
  }

  private func tooFarAhead(_ instant: Instant, _ posted: Int64) -> LedgerError? {
    guard instant.milliseconds > posted &+ PostCheck.maximumLead else { return nil }
    return LedgerError(
      .outOfRange,
      "\(instant) is over 24 hours ahead of the clock: what has not happened is not booked; "
        + "ask with an as-of instant instead")
  }
}
