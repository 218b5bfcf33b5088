internal import LedgerProof
internal import LedgerStorage

/// Makes the files of a compaction beside posting, and checks them before anything is replaced.
struct Compactor {
  let store: LogStore
  let options: Ledger.Options
  /// The sequence number of the first entry to keep.
  let end: UInt64
  let summary: BaseSummary
  /// Throws if the work is not wanted any more; asked every thousand entries.
  let checkWanted: @Sendable () throws(LedgerError) -> Void

  /// Complete files, and what they were checked against.
  struct Made {
    let file: RunFile
    let rest: LogStore.Part?
    /// The state that follows from the base and the entries after it, up to the end of its runs.
    var state: LedgerState
    let note: CompactionNote
    /// Nil if the dropped entries are discarded.
    let archive: MadeLedger?
  }

  private var log: RecordLog { RecordLog(store: store) }

  /// - Parameter runEnd: Where the runs of the live state end.
  func make(runEnd: UInt64) throws(LedgerError) -> Made {
    let (dropped, last) = try readDropped()
    let runs = last.runs.runs
    let needed = try NeededEntries(
      before: end, after: last, dropped.debts, log, checkWanted)
    let archive = try makeArchive(runs)
    let check = ArchiveCheck(path: summary.archive, options: options, expected: dropped.tree)
    do throws(LedgerError) {
      let (_, made) = try during(
        { (checkWanted) throws(LedgerError) in if archive != nil { try check.run(checkWanted) } },
        do: { () throws(LedgerError) in
          try makeBase(dropped, after: runs, needed, archive, runEnd: runEnd)
        })
      return made
    } catch {
      archive?.made.remove()
      throw error
    }
  }

  /// Makes the base, and all that follows from it.
  private func makeBase(
    _ dropped: DroppedEntries, after runs: [Run], _ needed: NeededEntries,
    _ archive: (made: MadeLedger, hash: String)?, runEnd: UInt64
  ) throws(LedgerError) -> Made {
    let file = try translating { () throws(StorageError) in try store.beginBase(before: end) }
    let writer = BaseWriter(log: log, summary: summary)
    let root = try writer.write(dropped, after: runs, needed, to: file)
    try translating { () throws(StorageError) in try file.sync() }
    let note = CompactionNote(
      cut: end, before: summary.before, root: root, base: try Self.hash(of: file),
      archive: archive?.hash ?? CompactionNote.discarded)
    return Made(
      file: file, rest: try makeRest(), state: try state(after: file, to: max(runEnd, end)),
      note: note, archive: archive?.made)
  }

  /// The state that follows from a base and the entries up to one.
  private func state(after file: RunFile, to next: UInt64) throws(LedgerError) -> LedgerState {
    let base = try translating { () throws(StorageError) in try Run(scratch: file) }
    guard
      var state = LedgerState(
        runs: RunSet([base], forWriting: true), hashKey: store.hashKey)
    else { throw LedgerError(.inputOutput, "the base cannot be read back") }
    state.flushPolicy = FlushPolicy(
      ledgerID: store.ledgerID, interval: options.flushInterval, longest: options.runFileLength,
      cacheCapacity: options.residentAccounts)
    try advance(&state, to: next)
    return state
  }

  /// Reads the entries that go, and the state after them, at the same time.
  private func readDropped() throws(LedgerError) -> (DroppedEntries, LedgerState) {
    let (store, end) = (store, end)
    return try during(
      { (checkWanted) throws(LedgerError) in
        try DroppedEntries(of: store, before: end, checkWanted)
      },
      do: { () throws(LedgerError) in
        try DroppedState.replayed(
          of: store, before: end, forArchive: !summary.archive.isEmpty, options, checkWanted)
      })
  }

  /// Does something on another thread, which gives way to posts, while `body` runs. If `body` fails
  /// the other is not wanted any more; both have ended when this returns.
  private func during<Other: Sendable, Result>(
    _ other:
      @escaping @Sendable (
        _ checkWanted: () throws(LedgerError) -> Void
      ) throws(LedgerError) -> Other,
    do body: () throws(LedgerError) -> Result
  ) throws(LedgerError) -> (Other, Result) {
    let checkWanted = checkWanted
    let failure = Future<LedgerError>()
    let work = { @Sendable () in
      Swift.Result { () throws(LedgerError) in
        try other { () throws(LedgerError) in
          try checkWanted()
          if failure.isReady { throw failure.wait() }
        }
      }
    }
    let found = Future(
      on: { options.makesRunsApart && BackgroundThread.startGivingWay($0) }, work)
    let result: Result
    do throws(LedgerError) { result = try body() } catch {
      failure.fulfil(error)
      _ = found.wait()
      throw error
    }
    return (try found.wait().get(), result)
  }

  /// The SHA-256 of a file, in hexadecimal digits.
  private static func hash(of file: RunFile) throws(LedgerError) -> String {
    var hash = SHA256()
    try translating { () throws(StorageError) in try file.forEachPart { hash.update($0) } }
    return hash.finalize().description
  }

  /// Replays the entries up to one, and makes runs of them all.
  func advance(_ state: inout LedgerState, to next: UInt64) throws(LedgerError) {
    let last = try replay(&state, to: next)
    guard let last else { return }
    state.flushRest(endingWith: last, ofAtLeast: 1)
    if let fault = state.readError { throw LedgerError(fault, store) }
    guard state.runs.end == next else {
      throw LedgerError(.inputOutput, "the index up to entry \(next) cannot be made at present")
    }
  }

  /// Replays the entries up to one. Returns the last of them; nil if there was none.
  func replay(_ state: inout LedgerState, to next: UInt64) throws(LedgerError) -> Record? {
    try state.replay(store, to: next, options, checkWanted)
  }

  /// Makes the archive, if one is wanted, and the SHA-256 of its manifest, in hexadecimal digits.
  ///
  /// - Parameter runs: Those of the state after its last entry.
  private func makeArchive(
    _ runs: [Run]
  ) throws(LedgerError) -> (made: MadeLedger, hash: String)? {
    guard !summary.archive.isEmpty else { return nil }
    let part = try dividedSegment().map { (segment) throws(LedgerError) in
      try makePart(segment.lowerBound..<end, of: segment)
    }
    let (archive, manifest): (MadeLedger, [UInt8])
    do throws(StorageError) {
      (archive, manifest) = try store.makeArchive(
        at: summary.archive, in: options.fileSystem, upTo: end, part: part, runs: runs,
        created: summary.made)
    } catch {
      guard error.category == .exists else { throw LedgerError(error) }
      throw LedgerError(
        .alreadyExists,
        "\(error.description), or remove it if it is of a compaction that was interrupted: then `info` "
          + "does not name it")
    }
    var hash = SHA256()
    unsafe hash.update(manifest.span.bytes)
    return (archive, hash.finalize().description)
  }

  /// The rest of the segment in which the base ends; nil if it ends with one.
  private func makeRest() throws(LedgerError) -> LogStore.Part? {
    try dividedSegment().map { (segment) throws(LedgerError) in
      try makePart(end..<segment.upperBound, of: segment)
    }
  }

  /// The segment that the cut divides; nil if it lies between two.
  private func dividedSegment() -> Range<UInt64>? {
    store.sealedRanges.first { $0.contains(end) && $0.lowerBound < end }
  }

  /// The sealed files of the beginning or the rest of a segment.
  private func makePart(
    _ range: Range<UInt64>, of segment: Range<UInt64>
  ) throws(LedgerError) -> LogStore.Part {
    var collector = BlockCollector(regions: ColumnRegion.all)
    let whole = try SegmentSummary.of(segment, in: store)
    var summary = SegmentSummary(
      whole,
      upToBlock: Int((range.lowerBound - segment.lowerBound) / UInt64(ColumnLimits.blockRows)))
    var lastPosted = Int64.min
    try log.forEach(from: range.lowerBound) { (record) throws(LedgerError) in
      guard record.sequence < range.upperBound else { return false }
      summary.add(SummaryFields(record))
      collector.add(record)
      lastPosted = record.posted
      let count = record.sequence + 1 - range.lowerBound
      if count % UInt64(ColumnLimits.blockRows) == 0 || record.sequence + 1 == range.upperBound {
        summary.endBlock()
      }
      return true
    }
    summary.unitEntriesBefore = whole.unitEntriesBefore
    if range.lowerBound > segment.lowerBound {
      summary.unitEntriesBefore += whole.unitEntries - summary.unitEntries
    }
    return try translating { () throws(StorageError) in
      var writer = try store.beginPart(range, created: self.summary.made)
      try collector.finish(into: &writer)
      return try store.finishPart(writer, summary: summary.encoded(), lastClock: lastPosted)
    }
  }
}

extension SegmentSummary {
  /// The summary of the rest of a segment, before its first entry is added.
  ///
  /// - Parameters:
  ///   - whole: The summary of the segment.
  ///   - count: The number of its blocks before the rest.
  init(_ whole: SegmentSummary, upToBlock count: Int) {
    self.init(following: nil)
    membersBefore = whole.membersBefore
    identifiersBefore = whole.identifiersBefore
    for block in whole.blocks.prefix(count) {
      membersBefore += block.members
      identifiersBefore += block.identifiers
    }
  }
}
