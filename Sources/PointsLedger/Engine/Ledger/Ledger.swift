internal import LedgerStorage

/// A loyalty-points ledger: one directory, one writer, many readers.
///
/// ```swift
/// let ledger = try Ledger.open(at: "/var/lib/till/points")
/// let answer = try ledger.post(.redeem(50, from: card, reference: reference))
/// ```
/// Any thread may call anything at any time. Posts of several threads share one write to the
/// medium. With `synced` durability the ledger gives no answer before the entries that it rests on are
/// durable.
///
/// A child of fork(2) cannot use a ledger that its parent opened: its calls throw `closed`, and it
/// must open the ledger again.
///
/// A post is first decided on the state, then written to the log, synced and published. The state
/// is kept in runs, which are derived from the entries; the parts in use are in memory.
public final class Ledger: Sendable {
  let path: String
  let options: Options
  let store: LogStore
  let door: StateDoor
  let log: RecordLog
  let opening: StateLoader
  let sealer: Sealer
  let scheduler: MergeScheduler
  let pipeline: CommitPipeline
  let isReader: Bool
  /// Held by a compaction or an erasure: there is one at a time.
  let upkeep = Locked(())
  let compactions: CompactionScheduler?

  init(
    path: String, options: Options, store: LogStore, core: Core, isReader: Bool
  ) {
    self.path = path
    self.options = options
    self.store = store
    self.isReader = isReader
    let log = RecordLog(store: store, cachedBlocks: options.cachedBlocks)
    let sealer = Sealer(store: store, options: options)
    self.log = log
    self.sealer = sealer
    let opening = StateLoader(store: store, options: options, isReader: isReader)
    self.opening = opening
    let core = Locked(core)
    let scheduler = MergeScheduler(store: store, core: core, options: options)
    self.scheduler = scheduler
    let committer = Committer(log: log, core: core, options: options, opening: opening)
    let compactions = options.compaction.map { CompactionScheduler($0, clock: options.clock) }
    self.compactions = compactions
    pipeline = CommitPipeline(published: core.withLock { $0.decider.state.nextSequence }) {
      let result = committer.commit($0)
      sealer.wake()
      if case .success(let committed) = result {
        scheduler.wake(durable: committed.next)
        compactions?.wake()
      }
      return result
    }
    door = StateDoor(core, opening: opening, pipeline: pipeline)
    guard !isReader else { return }
    compactions?.serve(self)
    sealer.wake()
    scheduler.wake(durable: store.nextSequence)
  }

  deinit {
    // In a forked child there is nothing to wait for and nothing to write; only descriptors are
    // closed.
    guard pipeline.isOfThisProcess else { return }
    pipeline.abandon()
    scheduler.close(saving: false)
    sealer.close(sealing: false)
  }

  var names: LiveNames { LiveNames(door: door) }
  var builder: EntryBuilder<LiveNames, RecordLog> {
    EntryBuilder(names: names, reader: log)
  }
  var timeline: AccountTimeline { AccountTimeline(names: names, log: log) }

  /// The name given when the ledger was made; it may be empty.
  public var name: String { store.name }
  /// The identity of the ledger, which its copies share.
  public var id: LedgerID { LedgerID(store.ledgerID.description) }

  /// Remarks about the index. They name the parts that could not be used; the next writer makes
  /// these again.
  public var indexNotes: [String] {
    guard pipeline.isOfThisProcess else { return [] }
    let notes = door.notes + store.chainNotes
    // A writer that lost the ledger to another one will not make the index again, and learns of the
    // loss elsewhere.
    guard let failure = scheduler.failure, failure.code != .poisoned else { return notes }
    return notes + ["it cannot be written at present: \(failure.message)"]
  }

  /// The reason why ended logs could not be sealed at the last attempt; nil if they could. Nothing
  /// is lost: the entries stay in the log, and are sealed when more is posted or when the ledger is
  /// next opened for writing.
  public var sealingFailure: LedgerError? {
    pipeline.isOfThisProcess ? sealer.failure : CommitPipeline.forked
  }

  /// The reason why the last compaction by `Options.compaction` failed; nil if it did not, or there
  /// was none. The ledger is as it was; it is tried again the next day, or when the ledger is opened
  /// again.
  public var compactionFailure: LedgerError? {
    pipeline.isOfThisProcess ? compactions?.failure : CommitPipeline.forked
  }

  /// The sequence number of the next entry. All entries below it are published: with `synced`
  /// durability they are durable.
  public var nextSequence: SequenceNumber { SequenceNumber(pipeline.publishedSequence) }

  /// The units in the order of their definition; the first is the default.
  public var units: [UnitInfo] {
    guard pipeline.isOfThisProcess else { return [] }
    return door.units.map { UnitInfo(code: $0.code, scale: Int($0.scale), terms: $0.terms) }
  }

  /// Makes everything posted durable and releases the write lock. Later calls throw `closed`.
  ///
  /// - Throws: `inputOutput` if that failed: open the ledger again to see what it has.
  public func close() throws(LedgerError) {
    guard try pipeline.close() else { return }
    // A compaction or an erasure that is under way stops, or comes to its end.
    upkeep.withLock { _ in }
    let failure = pipeline.poison
    finish(saving: failure == nil && !isReader && !isTrial)
    try translating { () throws(StorageError) in try store.close() }
    if let failure { throw failure }
  }

  /// Seals ended logs and saves the state. With sealing in the background, the two run in parallel,
  /// each on its own processor.
  private func finish(saving: Bool) {
    let sealer = sealer
    let seal: @Sendable () -> Void = {
      if saving { sealer.endLog() }
      sealer.close(sealing: saving)
    }
    let isBeside = saving && options.sealing == .background
    let sealed = isBeside ? Future(seal) : nil
    scheduler.close(saving: saving)
    if let sealed { sealed.wait() } else { seal() }
  }

  /// Makes everything posted durable now, for `buffered` ledgers. On a reader it does nothing.
  ///
  /// - Throws: `closed`, `full`, `inputOutput`, `poisoned`.
  public func sync() throws(LedgerError) {
    guard !isReader else { return }
    _ = try run(.posts([]), wantsReceipts: false, forcesSync: true)
  }

  func run(
    _ work: WriteRequest.Work, wantsReceipts: Bool, forcesSync: Bool = false
  ) throws(LedgerError) -> WriteRequest.Outcome {
    let request = WriteRequest(work, wantsReceipts: wantsReceipts, forcesSync: forcesSync)
    let outcome = pipeline.run(request)
    if case .failed(let error) = outcome { throw error }
    return outcome
  }
}
