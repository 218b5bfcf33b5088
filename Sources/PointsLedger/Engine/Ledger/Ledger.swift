internal import LedgerStorage

/// A loyalty-points ledger: one directory, one writer, many readers.
///
/// ```swift
/// let ledger = try Ledger.open(at: "/var/lib/till/points")
/// let answer = try ledger.post(.redeem(50, from: card, reference: reference))
/// ```
/// Any thread may call anything at any time. Posts of several threads share one write to the
/// medium. Nothing is answered before what it rests on is durable.
///
/// A child of fork(2) cannot use a ledger that its parent opened: what it calls throws `closed`,
/// and it has to open the ledger again.
///
/// A posted entry is first decided on the state, then written to the log, synced and published. The
/// state is kept in runs, which are derived from the entries; what of it is used is in memory.
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
    pipeline = CommitPipeline(published: core.withLock { $0.decider.state.nextSequence }) {
      let result = committer.commit($0)
      sealer.wake()
      if case .success(let committed) = result { scheduler.wake(durable: committed.next) }
      return result
    }
    door = StateDoor(core, opening: opening, pipeline: pipeline)
    guard !isReader else { return }
    sealer.wake()
    scheduler.wake(durable: store.nextSequence)
  }

  deinit {
    // In a fork there is nothing to wait for, and nothing to write: only descriptors are closed.
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

  /// The name given when the ledger was made; may be empty.
  public var name: String { store.name }
  /// Which ledger it is, also in copies of it.
  public var id: LedgerID { LedgerID(store.ledgerID.description) }

  /// What is good to know of the index, which is derived: what of it could not be used, and is made
  /// again by whoever may write.
  public var indexNotes: [String] {
    guard pipeline.isOfThisProcess else { return [] }
    let notes = door.notes + store.chainNotes
    // Who has lost the ledger to another writer will not make it again, and learns of that elsewhere.
    guard let failure = scheduler.failure, failure.code != .poisoned else { return notes }
    return notes + ["it cannot be written at present: \(failure.message)"]
  }

  /// Why what has ended could not be sealed when that was last tried; nil if it could. Nothing is lost: it
  /// stays in the log, and is sealed when more is posted, or the ledger is opened for writing again.
  public var sealingFailure: LedgerError? {
    pipeline.isOfThisProcess ? sealer.failure : CommitPipeline.forked
  }

  /// The sequence number that the next entry gets; all below are durable.
  public var nextSequence: SequenceNumber { SequenceNumber(pipeline.publishedSequence) }

  /// The units in the order in which they were defined; the first is the default.
  public var units: [UnitInfo] {
    guard pipeline.isOfThisProcess else { return [] }
    return door.units.map { UnitInfo(code: $0.code, scale: Int($0.scale), terms: $0.terms) }
  }

  /// Makes everything posted durable and gives the write lock up. Later calls fail with `closed`.
  ///
  /// - Throws: `inputOutput` if that could not be done: open the ledger again to see what holds.
  public func close() throws(LedgerError) {
    guard try pipeline.close() else { return }
    let failure = pipeline.poison
    finish(saving: failure == nil && !isReader)
    try translating { () throws(StorageError) in try store.close() }
    if let failure { throw failure }
  }

  /// Seals what has ended and saves the state, side by side: each uses a processor of its own.
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

  /// Makes everything posted durable now: for `buffered` ledgers. Without effect on a reader.
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
