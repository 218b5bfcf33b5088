internal import LedgerStorage

extension Ledger {
  /// Drops the entries before an instant: as many whole blocks from the beginning as were effective
  /// before it and are not needed by an open hold or the retention of a unit. What is due by the
  /// instant is booked before. A base takes their place. Balances, lots and
  /// everything that may still come back stay as they are; the entries that were dropped can no
  /// longer be shown, and their references never post again.
  ///
  /// The entry that announces it is durable before anything is replaced.
  ///
  /// - Parameters:
  ///   - instant: Not in the future.
  ///   - archive: What becomes of the dropped entries.
  /// - Throws: `outOfRange` for an instant in the future, or where another number of entries would
  ///   be discarded; `alreadyExists` or `cannotCreate` for the archive's directory; `readOnly`,
  ///   `closed`, `full`, `inputOutput`, `damaged`. The ledger is then as it was.
  public func compact(
    before instant: Instant, into archive: CompactionArchive
  ) throws(LedgerError) -> CompactionResult {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(path): the ledger was opened for reading")
    }
    guard archive != .directory("") else {
      throw LedgerError(.cannotCreate, "the archive has no name: name a directory")
    }
    try pipeline.checkProcess()
    return try upkeep.withLock { (_) throws(LedgerError) in
      try compacted(before: instant, archive)
    }
  }

  /// Drops what a schedule no longer keeps, if that pays.
  func compact(by schedule: CompactionSchedule) throws(LedgerError) {
    try upkeep.withLock { (_) throws(LedgerError) in
      let now = options.clock.now()
      if let base = log.base, try !schedule.isDue(at: now, after: base.summary().made) { return }
      let instant = schedule.limit(at: now)
      let limit = CompactionLimit(asked: instant, now: now, units: door.units)
      guard let end = try cut(before: limit.before.milliseconds).end else { return }
      guard schedule.pays(dropping: store.sealedBytes(before: end), of: store.sealedBytes) else {
        return
      }
      let archive = schedule.archive(before: end) { path in
        (try? options.fileSystem.openDirectory(path)) != nil
      }
      _ = try compacted(before: instant, archive)
    }
  }

  private func compacted(
    before instant: Instant, _ archive: CompactionArchive?
  ) throws(LedgerError) -> CompactionResult {
    try pipeline.checkOpen()
    try finishErasures()
    let now = options.clock.now()
    guard instant <= now else {
      throw LedgerError(
        .outOfRange, "\(instant) is in the future: only what has happened can be dropped")
    }
    _ = try sweep(asOf: instant)
    let limit = CompactionLimit(asked: instant, now: now, units: door.units)
    if let stop = try lasting(stopBefore: limit.before.milliseconds) {
      return try result(dropped: 0, limit, stop, bytesBefore: try size())
    }
    try sealAll()
    let bytesBefore = try size()
    let (end, stop) = try cut(before: limit.before.milliseconds)
    guard let end else { return try result(dropped: 0, limit, stop, bytesBefore: bytesBefore) }
    let dropped = end - store.firstSequence
    if case .discard(let count) = archive, count != dropped {
      throw LedgerError(
        .outOfRange,
        "\(path): \(dropped) entries would be discarded, not \(count): say that number to be sure")
    }
    var summary = BaseSummary()
    summary.before = limit.before.milliseconds
    summary.made = now.milliseconds
    summary.archives = try archives(and: archive, before: end)
    // From now on nothing refers to the entries that go, so the base will have all that are needed.
    door.change { $0.decider.pendingCut = end }
    defer { door.change { $0.decider.pendingCut = 0 } }
    let pipeline = pipeline
    let compactor = Compactor(
      store: store, options: options.forReplay, end: end, summary: summary
    ) {
      () throws(LedgerError) in
      try pipeline.checkOpen()
    }
    var made = try compactor.make(runEnd: try endOfRuns(atLeast: end))
    do throws(LedgerError) {
      try check(made, compactor)
      let outcome = try run(.announce(made.note), wantsReceipts: false, forcesSync: true)
      guard case .accepted = outcome else {
        throw LedgerError(.inputOutput, "\(path): the compaction could not be announced")
      }
    } catch {
      made.archive?.remove()
      throw error
    }
    do throws(LedgerError) {
      try install(&made, compactor, created: now.milliseconds)
    } catch {
      // The base may have taken the place of what the archive has.
      if store.firstSequence < end, !store.isPoisoned { made.archive?.remove() }
      throw error
    }
    return try result(dropped: dropped, limit, stop, bytesBefore: bytesBefore)
  }

  /// Puts the files in the place of the old ones. Posts wait for the swap alone: they go on while the
  /// files get their names, while the runs are made that both states must have, and while the old
  /// files are removed.
  private func install(
    _ made: inout Compactor.Made, _ compactor: Compactor, created: Int64
  ) throws(LedgerError) {
    let placed = try translating { () throws(StorageError) in
      try store.place(base: made.file, rest: made.rest)
    }
    var isLeftover = true
    defer { if isLeftover { store.discard(placed) } }
    var attempts = 0
    var replaced: LogStore.DroppedFiles?
    while replaced == nil {
      attempts += 1
      try compactor.advance(&made.state, to: try endOfRuns(atLeast: compactor.end))
      // While runs are removed none are made.
      replaced = try scheduler.pausing { () throws(LedgerError) in
        var old: [Run] = []
        let dropped = try door.change { (core) throws(LedgerError) -> LogStore.DroppedFiles? in
          core.decider.state.takePendingRun()
          if core.decider.state.runs.end != made.state.runs.end {
            // Posts come faster than runs are made: they have to wait once.
            guard attempts > Self.patience else { return nil }
            try compactor.advance(&made.state, to: core.decider.state.runs.end)
          }
          guard core.decider.state.runs.end == made.state.runs.end else {
            throw LedgerError(.inputOutput, "\(path): the index cannot be written at present")
          }
          old = core.decider.state.runs.runs
          isLeftover = false
          return try swap(&core, made.state.runs, placed, created: created)
        }
        if dropped == nil { return nil }
        let kept = Set(made.state.runs.runs.map(\.range))
        store.discardRuns(RunSet.derivedRanges(old).filter { !kept.contains($0) })
        return dropped
      }
    }
    if let replaced { store.remove(replaced) }
  }

  private func swap(
    _ core: inout Core, _ runs: RunSet, _ placed: LogStore.PlacedBase, created: Int64
  ) throws(LedgerError) -> LogStore.DroppedFiles {
    let dropped = try translating { () throws(StorageError) in
      try store.install(placed, created: created)
    }
    do throws(LedgerError) {
      try core.decider.state.replaceRuns(with: runs.named(in: store))
    } catch {
      // The old state knows of entries that are not there any more.
      store.giveUp(because: "the compacted ledger cannot be opened: \(error.message)")
      throw error
    }
    log.forgetBlocks()
    return dropped
  }

  /// The number of times that a compaction follows the posts before these have to wait.
  private static let patience = 16

  /// The sequence number after the entries in runs; the state gets a run if they end too early.
  private func endOfRuns(atLeast end: UInt64) throws(LedgerError) -> UInt64 {
    let log = log
    return try door.look { (state) throws(LedgerError) in
      state.takePendingRun()
      if state.runs.end < end {
        let last = try log.record(at: state.nextSequence - 1)
        state.flushRest(endingWith: last, ofAtLeast: 1)
      }
      return state.runs.end
    }
  }

  /// Replays the base and what comes after it, and compares with the state as it is.
  private func check(_ made: Compactor.Made, _ compactor: Compactor) throws(LedgerError) {
    let (digest, next) = try door.survey { (state) throws(LedgerError) in
      (StateDigest.of(state), state.nextSequence)
    }
    var state = made.state
    _ = try compactor.replay(&state, to: next)
    if let fault = state.readError { throw LedgerError(fault, store) }
    guard StateDigest.of(state) == digest else {
      throw LedgerError(
        .damaged, "\(path): the compacted ledger would have another state; run verify")
    }
  }

  /// Where the dropped entries are after another compaction.
  private func archives(
    and archive: CompactionArchive?, before end: UInt64
  ) throws(LedgerError) -> [ArchivePlace] {
    var places = try archivePlaces()
    var path = ""
    if case .directory(let place) = archive { path = AbsolutePath.of(place) }
    if path.isEmpty, places.last?.path == "" { places.removeLast() }
    places.append(ArchivePlace(end: end, path: path, erased: store.erasedSequence))
    return places
  }

  private func sealAll() throws(LedgerError) {
    guard options.sealing != .never else { return }
    try sealer.sealEverything()
  }

  /// What keeps everything, whatever is sealed; nil if something may be dropped.
  private func lasting(stopBefore instant: Int64) throws(LedgerError) -> CompactionStop? {
    let (end, stop) = try cut(before: instant)
    if end != nil { return nil }
    let first = store.firstSequence
    switch stop {
    case .effective(let sequence, _, _): return sequence.value == first ? stop : nil
    case .end where first == store.sealedSequence && first < store.nextSequence:
      let record = try log.skim(at: first)
      guard record.effective >= instant else { return nil }
      return .effective(
        SequenceNumber(first), SequenceNumber(first), Instant(clamping: record.effective))
    case .end, .hold: return nil
    }
  }

  /// The sequence number of the first entry to keep, nil if nothing can be dropped, and what keeps
  /// it.
  private func cut(
    before instant: Int64
  ) throws(LedgerError) -> (end: UInt64?, stop: CompactionStop) {
    let held = try door.survey { (state) throws(LedgerError) in
      var first = state.nextSequence
      for account in state.accounts {
        for hold in account.holds.inOrder { first = min(first, hold.sequence) }
      }
      return first
    }
    var segments: [(range: Range<UInt64>, summary: SegmentSummary)] = []
    for range in store.sealedRanges {
      segments.append((range, try SegmentSummary.of(range, in: store)))
    }
    let cut = CompactionCut(segments, before: instant, needed: held)
    for candidate in cut.candidates.reversed() where candidate > store.firstSequence {
      guard candidate < store.nextSequence else { continue }
      let next = try log.record(at: candidate)
      // What belongs together stays together.
      if next.kind != .counter, next.group == nil || next.group == candidate {
        return (candidate, cut.stop)
      }
    }
    return (nil, cut.stop)
  }

  private func size() throws(LedgerError) -> Int {
    try translating { () throws(StorageError) in try store.files() }.reduce(0) { $0 + $1.bytes }
  }

  private func result(
    dropped: UInt64, _ limit: CompactionLimit, _ stop: CompactionStop, bytesBefore: Int
  ) throws(LedgerError) -> CompactionResult {
    let first = store.firstSequence
    return CompactionResult(
      droppedEntries: dropped, keptEntries: pipeline.publishedSequence - first,
      bytesBefore: bytesBefore, bytesAfter: try size(), stateDigest: try stateDigest(),
      before: limit.before, retentionDays: limit.retentionDays,
      cut: SequenceNumber(first), stop: stop)
  }
}

extension LedgerState {
  /// Takes over the runs of a compacted ledger, which have the same content but for what was
  /// dropped.
  fileprivate mutating func replaceRuns(with compacted: RunSet) throws(LedgerError) {
    guard compacted.end == runs.end else {
      throw LedgerError(.damaged, "the runs end elsewhere; report this as a defect")
    }
    if let base = compacted.runs.first {
      dropped = DroppedReferences(in: base, hashKey: hashKey)
    }
    references.hints = HashCache()
    version &+= 1
    takenRunCount &+= 1
    setRuns(compacted)
  }
}

extension RunSet {
  /// The same runs, with names in the directory of a store.
  fileprivate func named(in store: LogStore) throws(LedgerError) -> RunSet {
    try translating { () throws(StorageError) in
      var named: [Run] = []
      for run in runs {
        if run.isBase {
          if let base = store.base { named.append(base) }
        } else {
          named.append(try store.named(run))
        }
      }
      return RunSet(named, forWriting: true)
    }
  }
}
