internal import LedgerStorage

extension LedgerState {
  /// Whether a run may end with the last entry. None may while a journal is open, since the journal
  /// may roll that entry back.
  @inline(__always) var isFlushDue: Bool {
    flushPolicy.map { nextSequence % $0.interval == 0 && journals.isEmpty } ?? false
  }

  /// Makes a run of the changes of the last entries, if `record` ends an interval.
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

  /// Makes a run of all entries after the last run, if there are at least `least`. Nothing is
  /// posted afterwards.
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

  /// Waits for the run that is being made, if any, and takes it over.
  package mutating func takePendingRun() {
    guard let pending = pendingRun else { return }
    take(Result { () throws(StorageError) in try pending.run() })
  }

  /// Takes over a new run, which has the changes taken last. If the run failed, everything that no
  /// run has stays in memory, and no further runs are made.
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

  /// The reason why the runs could not be read, if any.
  @inline(__always) var readError: RunSet.Fault? { accounts.table.runs.readError }

  /// The runs that hold everything that is not in memory.
  var runs: RunSet { accounts.table.runs }

  /// Makes room in each table that has more than `most` values in memory.
  mutating func evict(keeping most: Int) {
    // Values that are being written are in no run yet.
    if pendingRun == nil { visitTables(Eviction(most: most)) }
  }

  /// Replaces the runs by others with the same content.
  mutating func setRuns(_ stack: RunSet) {
    var stack = stack
    stack.bounds = bounds
    visitTables(RunChange(runs: stack))
  }

  /// Sets whether lookups from now on may be decided on and written back.
  mutating func setForWriting(_ isForWriting: Bool) {
    visitTables(PurposeChange(isForWriting: isForWriting))
  }

  /// The parts that are in no table, without the check of the last entry.
  var summary: LedgerSummary {
    var summary = LedgerSummary()
    summary.accounts = UInt64(accounts.count)
    summary.members = UInt64(members.count)
    summary.identifiers = UInt64(identifiers.count)
    summary.closedBefore = closedBefore
    summary.lastPosted = lastPosted
    summary.latestEffective = latestEffective
    summary.acceptedClock = acceptedClock ?? Int64.min
    summary.operatorEntries = operatorEntries
    summary.units = units
    return summary
  }

  /// The state that the runs hold, as of their last entry. Nil if they do not have it.
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
    acceptedClock = summary.acceptedClock == Int64.min ? nil : summary.acceptedClock
    operatorEntries = summary.operatorEntries
    nextSequence = runs.end
    if let base = runs.runs.first, base.isBase {
      dropped = DroppedReferences(in: base, hashKey: hashKey)
    }
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
