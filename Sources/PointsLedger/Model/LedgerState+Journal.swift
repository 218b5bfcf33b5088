extension LedgerState {
  /// From here on, `rollBack` can return to this state. Journals nest.
  package mutating func beginJournal() {
    journals.append(
      Journal(
        units: units, accountCount: accounts.count, memberCount: members.count,
        identifierCount: identifiers.count, nextSequence: nextSequence,
        closedBefore: closedBefore, lastPosted: lastPosted, latestEffective: latestEffective))
  }

  /// Keeps what happened since the last `beginJournal`.
  package mutating func commitJournal() {
    guard let top = journals.popLast() else { return }
    // What the outer journal has already is older.
    guard let outer = journals.indices.last else { return }
    journals[outer].accounts.merge(top.accounts) { older, _ in older }
    journals[outer].members.merge(top.members) { older, _ in older }
    journals[outer].reversals.merge(top.reversals) { older, _ in older }
    journals[outer].expired.merge(top.expired) { older, _ in older }
    journals[outer].endedIdentifiers.append(contentsOf: top.endedIdentifiers)
    journals[outer].references.append(contentsOf: top.references)
  }

  /// Undoes all that happened since the last `beginJournal`.
  package mutating func rollBack() {
    guard let saved = journals.popLast() else { return }
    for (hash, sequence) in saved.references { referenceIndex.remove(hash, sequence) }
    for number in saved.identifierCount..<identifiers.count {
      identifierIndex.remove(identifiers[number].text.hash64(key: hashKey), UInt64(number))
    }
    identifiers.removeLast(identifiers.count - saved.identifierCount)
    for number in saved.endedIdentifiers where number < identifiers.count {
      identifiers[number].to = nil
    }
    accounts.removeLast(accounts.count - saved.accountCount)
    members.removeLast(members.count - saved.memberCount)
    for (number, account) in saved.accounts where number < accounts.count {
      accounts[number] = account
    }
    for (number, member) in saved.members where number < members.count {
      members[number] = member
    }
    for (sequence, reversal) in saved.reversals { reversals[sequence] = reversal }
    for (lot, points) in saved.expired { expired[lot] = points }
    units = saved.units
    nextSequence = saved.nextSequence
    effectiveIndex.truncate(to: nextSequence)
    closedBefore = saved.closedBefore
    lastPosted = saved.lastPosted
    latestEffective = saved.latestEffective
  }

  mutating func saveAccount(_ number: Int) {
    guard let top = journals.indices.last, journals[top].accounts[number] == nil else { return }
    journals[top].accounts[number] = accounts[number]
  }

  mutating func saveMember(_ number: Int) {
    guard let top = journals.indices.last, journals[top].members[number] == nil else { return }
    journals[top].members[number] = members[number]
  }

  mutating func saveReversal(_ original: UInt64) {
    guard let top = journals.indices.last, journals[top].reversals[original] == nil else { return }
    journals[top].reversals[original] = .some(reversals[original])
  }

  mutating func saveExpired(_ lot: LotID) {
    guard let top = journals.indices.last, journals[top].expired[lot] == nil else { return }
    journals[top].expired[lot] = .some(expired[lot])
  }

  mutating func noteEndedIdentifier(_ number: Int) {
    guard let top = journals.indices.last else { return }
    journals[top].endedIdentifiers.append(number)
  }

  mutating func noteReference(_ hash: UInt64, _ sequence: UInt64) {
    guard let top = journals.indices.last else { return }
    journals[top].references.append((hash, sequence))
  }
}
