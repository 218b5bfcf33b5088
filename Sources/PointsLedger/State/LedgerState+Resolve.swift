extension LedgerState {
  /// What the posts of a batch will look up in the runs, as far as that is known without reading
  /// the runs.
  ///
  /// - Parameter range: The indices of at most `prefetchDistance` posts.
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

  /// Brings into memory what was found in the runs; the state must still have these runs.
  mutating func adopt(_ found: PrefetchResult) {
    for name in found.names where names.recent(name.key) == nil {
      names.noteHint(name.key, name.value.value)
    }
    identifiers.withTable { $0.adopt(found.identifiers) }
    members.withTable { $0.adopt(found.members) }
    accounts.withTable { $0.adopt(found.accounts) }
  }
}
