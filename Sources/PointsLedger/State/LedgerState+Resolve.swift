extension LedgerState {
  /// What posts of a batch will look for in the runs, as far as that can be told without looking there.
  ///
  /// - Parameter range: The indices of `prefetchDistance` posts or fewer.
  func wanted(by batch: PostBatch, _ range: Range<Int>) -> PrefetchRequest {
    var wanted = PrefetchRequest()
    wanted.references.reserveCapacity(range.count)
    var keys = KeyBatch()
    for index in range {
      batch.withHashes(at: index) { reference, member in
        wanted.references.append(reference)
        keys.append(member)
      }
    }
    let unnamed = names.guessInMemory(&keys)
    wanted.names = keys.takeOut(unnamed)
    let unidentified = identifiers.table.locateInMemory(&keys)
    wanted.identifiers = keys.takeOut(unidentified)
    replaceByMembers(&keys)
    let absent = members.table.locateInMemory(&keys)
    wanted.members = keys.takeOut(absent)
    replaceByAccounts(&keys)
    let unaccounted = accounts.table.locateInMemory(&keys)
    wanted.accounts = keys.takeOut(unaccounted)
    return wanted
  }

  /// Brings into memory what was found in the runs that the state has still.
  mutating func adopt(_ found: PrefetchResult) {
    for name in found.names where names.recent(name.key) == nil {
      names.noteHint(name.key, name.value.value)
    }
    identifiers.withTable { $0.adopt(found.identifiers) }
    members.withTable { $0.adopt(found.members) }
    accounts.withTable { $0.adopt(found.accounts) }
  }
}
