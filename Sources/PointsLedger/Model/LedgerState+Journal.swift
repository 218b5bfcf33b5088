extension LedgerState {
  /// From here on, `rollBack` can return to this state. Journals do not nest.
  package mutating func beginJournal() {
    assert(journal == nil)
    journal = Journal(
      units: units, accountCount: accounts.count, memberCount: members.count,
      identifierCount: identifiers.count, nextSequence: nextSequence, closedBefore: closedBefore,
      closes: closes, lastPosted: lastPosted, latestEffective: latestEffective)
  }

  /// Keeps what happened since `beginJournal`.
  package mutating func commitJournal() { journal = nil }

  /// Undoes all that happened since `beginJournal`.
  package mutating func rollBack() {
    guard let saved = journal else { return }
    journal = nil
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
    closedBefore = saved.closedBefore
    closes = saved.closes
    lastPosted = saved.lastPosted
    latestEffective = saved.latestEffective
  }

  mutating func saveAccount(_ number: Int) {
    guard journal != nil, journal?.accounts[number] == nil else { return }
    journal?.accounts[number] = accounts[number]
  }

  mutating func saveMember(_ number: Int) {
    guard journal != nil, journal?.members[number] == nil else { return }
    journal?.members[number] = members[number]
  }
}
