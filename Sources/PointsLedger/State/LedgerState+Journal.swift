extension LedgerState {
  /// Begins a journal: `rollBack` can return to this state. Journals nest. Nothing is flushed while
  /// one is open.
  package mutating func beginJournal() {
    journals.append(
      Journal(
        units: units, nextSequence: nextSequence, closedBefore: closedBefore,
        lastPosted: lastPosted, latestEffective: latestEffective, acceptedClock: acceptedClock,
        operatorEntries: operatorEntries))
    visitTables(JournalBeginning())
  }

  /// Keeps the changes since the last `beginJournal`.
  ///
  /// A run has the state right after its last entry. If the outermost journal went beyond such an
  /// entry, everything is rolled back, and the entries are applied once more with no journal open.
  ///
  /// - Parameter records: The entries that were applied since `beginJournal`.
  package mutating func commitJournal(
    of records: ArraySlice<Record>
  ) throws(Account.Contradiction) {
    guard let saved = journals.last else { return }
    if journals.count == 1, let flushPolicy,
      flushPolicy.endsInterval(after: saved.nextSequence, upTo: nextSequence)
    {
      rollBack()
      for record in records { try apply(record) }
      return
    }
    journals.removeLast()
    visitTables(JournalCommit())
  }

  /// Undoes all changes since the last `beginJournal`.
  package mutating func rollBack() {
    guard let saved = journals.popLast() else { return }
    version &+= 1
    visitTables(JournalRollback())
    units = saved.units
    nextSequence = saved.nextSequence
    closedBefore = saved.closedBefore
    lastPosted = saved.lastPosted
    latestEffective = saved.latestEffective
    acceptedClock = saved.acceptedClock
    operatorEntries = saved.operatorEntries
  }
}

private struct JournalBeginning: TableVisitor {
  func visit(_ table: inout some StateTable) { table.beginJournal() }
}

private struct JournalCommit: TableVisitor {
  func visit(_ table: inout some StateTable) { table.commitJournal() }
}

private struct JournalRollback: TableVisitor {
  func visit(_ table: inout some StateTable) { table.rollBack() }
}
