internal import LedgerStorage

extension LedgerState {
  /// Whether a run may end with the last entry. None does while a journal is open, which may take
  /// that entry back.
  @inline(__always) var isFlushDue: Bool {
    flushPolicy.map { nextSequence % $0.interval == 0 && journals.isEmpty } ?? false
  }

  /// Makes a run of what the last entries changed, if `record`, the last of its interval, ends one.
  mutating func flush(_ record: Record) {
    guard let flushPolicy else { return }
    if let pendingRun, pendingRun.isReady { takePendingRun() }
    let start = pendingRun?.end ?? runs.end
    guard nextSequence == start + flushPolicy.length(from: start) else { return }
    takePendingRun()
    guard self.flushPolicy != nil else { return }
    let input = flushInput(endingWith: record)
    if flushPolicy.isApart {
      pendingRun = PendingRun(of: input, flushPolicy.ledgerID)
    } else {
      take(Result { () throws(StorageError) in try input.makeRun(of: flushPolicy.ledgerID) })
    }
  }

  /// Makes a run of all that came after the last one, if that is as many entries as this: nothing is
  /// posted any more.
  ///
  /// - Parameter record: The last entry.
  mutating func flushRest(endingWith record: Record, ofAtLeast least: UInt64) {
    takePendingRun()
    guard let flushPolicy, record.sequence &+ 1 == nextSequence, readError == nil,
      nextSequence - runs.end >= max(least, 1)
    else { return }
    let input = flushInput(endingWith: record)
    take(Result { () throws(StorageError) in try input.makeRun(of: flushPolicy.ledgerID) })
  }

  /// Waits for the run that is being made, if one is, and goes on with it.
  package mutating func takePendingRun() {
    guard let pending = pendingRun else { return }
    take(Result { () throws(StorageError) in try pending.run() })
  }

  /// Goes on with a new run, which has what was taken last, or without one: then all that is in no run
  /// stays in memory, and the runs end here.
  private mutating func take(_ made: Result<Run, StorageError>) {
    pendingRun = nil
    version &+= 1
    takenRunCount &+= 1
    guard case .success(let run) = made else {
      flushPolicy = nil
      visitTables(Keeping())
      return
    }
    var stack = runs
    stack.push(run)
    setRuns(stack)
    visitTables(FlushMark())
    if let flushPolicy { evict(keeping: flushPolicy.cacheCapacity) }
  }

  private mutating func flushInput(endingWith record: Record) -> FlushInput {
    var summary = summary
    summary.entryCheck = LedgerSummary.check(of: record)
    let taken = visitTables(ChangeTaking())
    return FlushInput(range: runs.end..<nextSequence, summary: summary, tables: taken.changes)
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
    if pendingRun == nil { visitTables(Eviction(most: most)) }
  }

  /// Goes on with other runs that say the same.
  mutating func setRuns(_ stack: RunSet) {
    var stack = stack
    stack.bounds = bounds
    visitTables(RunChange(runs: stack))
  }

  /// Says whether what is looked up from now on may be decided on and written back.
  mutating func setForWriting(_ isForWriting: Bool) {
    visitTables(PurposeChange(isForWriting: isForWriting))
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

private struct ChangeTaking: TableVisitor {
  var changes: [(name: TableName, changes: any TableChanges)] = []

  mutating func visit(_ table: inout some StateTable) {
    changes.append((table.name, table.takeChanges()))
  }
}

private struct FlushMark: TableVisitor {
  func visit(_ table: inout some StateTable) { table.markFlushed() }
}

private struct Keeping: TableVisitor {
  func visit(_ table: inout some StateTable) { table.keepAll() }
}

private struct Eviction: TableVisitor {
  let most: Int
  func visit(_ table: inout some StateTable) { table.evict(keeping: most) }
}

private struct RunChange: TableVisitor {
  let runs: RunSet
  func visit(_ table: inout some StateTable) { table.runs = runs }
}

private struct PurposeChange: TableVisitor {
  let isForWriting: Bool
  func visit(_ table: inout some StateTable) { table.runs.isForWriting = isForWriting }
}
