internal import LedgerStorage

extension LedgerState {
  /// Whether the next entry begins an interval after which a run may be made.
  @inline(__always) var isFlushDue: Bool {
    capturing.map { nextSequence % $0.interval == 0 } ?? false
  }

  /// Makes a run of what the last entries changed, if `record`, the last of its interval, ends one.
  mutating func flush(_ record: Record) {
    guard let capturing else { return }
    if let pendingRun, pendingRun.isReady, journals.isEmpty { takePendingRun() }
    let start = pendingRun?.end ?? runs.end
    guard nextSequence == start + capturing.length(from: start) else { return }
    takePendingRun()
    guard self.capturing != nil else { return }
    let snapshot = takeSnapshot(record)
    // What a journal may take back is flushed at once.
    if capturing.isApart, journals.isEmpty {
      pendingRun = PendingRun(of: snapshot, capturing.ledgerID)
      return
    }
    let isTaken = take(
      Result { () throws(StorageError) in try snapshot.makeRun(of: capturing.ledgerID) })
    if isTaken, !journals.isEmpty { flushes.append(snapshot.flush) }
  }

  /// Waits for the run that is being made, if one is, and goes on with it.
  package mutating func takePendingRun() {
    guard let pending = pendingRun else { return }
    _ = take(Result { () throws(StorageError) in try pending.run() })
  }

  /// Goes on with a new run, which has what was taken last; false where there is none.
  private mutating func take(_ made: Result<Run, StorageError>) -> Bool {
    pendingRun = nil
    version &+= 1
    takenRunCount &+= 1
    guard case .success(let run) = made else {
      keepAll()
      return false
    }
    var stack = runs
    stack.push(run)
    setRuns(stack)
    names.markFlushed()
    references.markFlushed()
    if journals.isEmpty, let capturing { evict(keeping: capturing.cacheCapacity) }
    return true
  }

  private mutating func takeSnapshot(_ record: Record) -> FlushInput {
    var summary = summary
    summary.entryCheck = LedgerSummary.check(of: record)
    return FlushInput(
      range: runs.end..<nextSequence, summary: summary, accounts: accounts.takeChanges(),
      members: members.takeChanges(), identifiers: identifiers.takeChanges(),
      names: names.takePairs(), references: references.takePairs(),
      reversals: reversals.takeChanges(), expired: expired.takeChanges(),
      instants: instants.takeChanges())
  }

  /// All of it stays in memory, and the runs end here.
  mutating func keepAll() {
    capturing = nil
    keepsAll = true
    accounts.withTable { $0.keepAll() }
    members.withTable { $0.keepAll() }
    identifiers.withTable { $0.keepAll() }
    names.keepAll()
    references.keepAll()
    reversals.keepAll()
    expired.keepAll()
    instants.keepAll()
  }

  /// Finds the identifier by which `text` names somebody now, and brings it and its member into
  /// memory: they will be looked at several times.
  mutating func loadCurrentIdentifier(_ text: InlineText) -> UInt32? {
    let hash = text.hash64(key: hashKey)
    if let number = names.hint(hash), loadIfCurrent(number, text) { return UInt32(number) }
    var search = names.search(hash)
    while let number = names.next(&search) {
      guard loadIfCurrent(number, text) else { continue }
      names.noteHint(hash, number)
      return UInt32(number)
    }
    return nil
  }

  private mutating func loadIfCurrent(_ number: UInt64, _ text: InlineText) -> Bool {
    guard number < UInt64(identifiers.count) else { return false }
    identifiers.load(Int(number))
    guard isCurrent(number, text) else { return false }
    members.load(Int(identifiers.look(Int(number)) { $0.member }))
    return true
  }

  /// Brings an account into memory.
  mutating func load(account number: Int) { accounts.load(number) }

  /// Why something could not be read from the runs, if so.
  @inline(__always) var readError: RunSet.Fault? { accounts.table.runs.readError }

  /// The runs that hold what is not in memory.
  var runs: RunSet { accounts.table.runs }

  /// Makes room where more values of a kind than this are in memory.
  mutating func evict(keeping most: Int) {
    // What a run is being made of is in no run yet.
    if pendingRun != nil { return }
    accounts.withTable { $0.evict(keeping: most) }
    members.withTable { $0.evict(keeping: most) }
    identifiers.withTable { $0.evict(keeping: most) }
    reversals.evict(keeping: most)
    expired.evict(keeping: most)
    instants.evict(keeping: most)
  }

  /// Takes the last run off, and has its hashes in memory again: the values never left.
  mutating func takeBack(_ flush: FlushUndo) {
    var stack = runs
    stack.pop()
    setRuns(stack)
    names.restore(flush.names)
    references.restore(flush.references)
  }

  /// Goes on with other runs that say the same.
  mutating func setRuns(_ stack: RunSet) {
    var stack = stack
    stack.bounds = bounds
    changeRuns { $0 = stack }
  }

  /// Says whether what is looked up from now on may be decided on and written back.
  mutating func setForWriting(_ isForWriting: Bool) {
    changeRuns { $0.isForWriting = isForWriting }
  }

  @inline(__always)
  private mutating func changeRuns(_ change: (inout RunSet) -> Void) {
    accounts.withTable { change(&$0.runs) }
    members.withTable { change(&$0.runs) }
    identifiers.withTable { change(&$0.runs) }
    change(&names.runs)
    change(&references.runs)
    change(&reversals.runs)
    change(&expired.runs)
    change(&instants.runs)
  }

  /// What is in no table of its own, without the check of the last entry.
  var summary: LedgerSummary {
    var summary = LedgerSummary()
    summary.accounts = UInt64(accounts.count)
    summary.members = UInt64(members.count)
    summary.identifiers = UInt64(identifiers.count)
    summary.closedBefore = closedBefore
    summary.lastPosted = lastPosted
    summary.latestEffective = latestEffective
    summary.units = units
    return summary
  }

  /// The state that runs hold: as of their last entry. Nil if they do not tell it.
  init?(runs: RunSet, hashKey: UInt64) {
    guard let summary: LedgerSummary = runs.value(.ledger, 0), runs.readError == nil,
      summary.isPossible(afterEntries: runs.end)
    else { return nil }
    self.init(hashKey: hashKey)
    units = summary.units
    accounts = DenseTable(.accounts, count: Int(summary.accounts))
    members = DenseTable(.members, count: Int(summary.members))
    identifiers = DenseTable(.identifiers, count: Int(summary.identifiers))
    closedBefore = summary.closedBefore
    lastPosted = summary.lastPosted
    latestEffective = summary.latestEffective
    nextSequence = runs.end
    setRuns(runs)
  }
}
