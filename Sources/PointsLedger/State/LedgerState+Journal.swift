extension LedgerState {
  /// From here on, `rollBack` can return to this state. Journals nest.
  package mutating func beginJournal() {
    journals.append(
      Journal(
        units: units, accountTotal: accounts.count, memberTotal: members.count,
        identifierTotal: identifiers.count, nextSequence: nextSequence,
        closedBefore: closedBefore, lastPosted: lastPosted, latestEffective: latestEffective))
  }

  /// Keeps what happened since the last `beginJournal`.
  package mutating func commitJournal() {
    guard let top = journals.popLast() else { return }
    guard let outer = journals.indices.last else {
      flushes = []
      return
    }
    // What the outer journal has already is older.
    journals[outer].accounts.merge(top.accounts) { older, _ in older }
    journals[outer].members.merge(top.members) { older, _ in older }
    journals[outer].identifiers.merge(top.identifiers) { older, _ in older }
    journals[outer].reversals.merge(top.reversals) { older, _ in older }
    journals[outer].expired.merge(top.expired) { older, _ in older }
    journals[outer].referenceCount += top.referenceCount
  }

  /// Undoes all that happened since the last `beginJournal`.
  package mutating func rollBack() {
    guard let saved = journals.popLast() else { return }
    version &+= 1
    let start = flushes.firstIndex { $0.end > saved.nextSequence } ?? flushes.count
    let taken = Array(flushes[start...])
    flushes.removeLast(taken.count)
    for flush in taken.reversed() { takeBack(flush) }
    if journals.isEmpty { flushes = [] }
    references.removeLast(saved.referenceCount)
    names.removeLast(identifiers.count - saved.identifierTotal)
    identifiers.withTable { $0.restore(saved.identifiers, taken.map { ($0.end, $0.identifiers) }) }
    identifiers.truncate(to: saved.identifierTotal)
    accounts.withTable { $0.restore(saved.accounts, taken.map { ($0.end, $0.accounts) }) }
    accounts.truncate(to: saved.accountTotal)
    members.withTable { $0.restore(saved.members, taken.map { ($0.end, $0.members) }) }
    members.truncate(to: saved.memberTotal)
    reversals.restore(saved.reversals, taken.map { ($0.end, $0.reversals) })
    expired.restore(saved.expired, taken.map { ($0.end, $0.expired) })
    instants.restore([:], taken.map { ($0.end, $0.instants) })
    for block in Self.blockCount(saved.nextSequence)..<Self.blockCount(nextSequence) {
      instants.forget(block)
    }
    units = saved.units
    nextSequence = saved.nextSequence
    closedBefore = saved.closedBefore
    lastPosted = saved.lastPosted
    latestEffective = saved.latestEffective
    // What was saved may have counted on a run that could not be made.
    if keepsAll { keepAll() }
  }

  mutating func saveAccount(_ number: Int) {
    guard let top = journals.indices.last, journals[top].accounts[UInt64(number)] == nil else {
      return
    }
    journals[top].accounts[UInt64(number)] = accounts.table.saved(UInt64(number), nextSequence)
  }

  mutating func saveMember(_ number: Int) {
    guard let top = journals.indices.last, journals[top].members[UInt64(number)] == nil else {
      return
    }
    journals[top].members[UInt64(number)] = members.table.saved(UInt64(number), nextSequence)
  }

  mutating func saveIdentifier(_ number: Int) {
    guard let top = journals.indices.last, journals[top].identifiers[UInt64(number)] == nil else {
      return
    }
    journals[top].identifiers[UInt64(number)] = identifiers.table.saved(
      UInt64(number), nextSequence)
  }

  mutating func saveReversal(_ original: UInt64) {
    guard let top = journals.indices.last, journals[top].reversals[original] == nil else { return }
    journals[top].reversals[original] = reversals.saved(original, nextSequence)
  }

  mutating func saveExpired(_ lot: LotID) {
    guard let top = journals.indices.last, journals[top].expired[lot.packed] == nil else { return }
    journals[top].expired[lot.packed] = expired.saved(lot.packed, nextSequence)
  }

  mutating func noteReference() {
    guard let top = journals.indices.last else { return }
    journals[top].referenceCount += 1
  }
}
