/// The values that the runs have for the keys of a `PrefetchRequest`, and the values that these
/// lead to.
struct PrefetchResult: Sendable {
  struct Keyed<Value: StateValue>: Sendable {
    let key: UInt64
    let value: Value
  }

  /// Numbers of identifiers by the hashes of their texts.
  let names: [Keyed<StateNumber>]
  let identifiers: [Keyed<IdentifierPeriod>]
  let members: [Keyed<Member>]
  /// The accounts in the first unit. A post may mean another account of its member; the lookup is
  /// then merely useless.
  let accounts: [Keyed<Account>]
  /// The posts whose references are in no run.
  let newReferences: KeyBatch.Places

  /// - Parameter wanted: The keys of at most `LedgerState.prefetchDistance` posts.
  init(of wanted: PrefetchRequest, in runs: RunSet) {
    names = Self.values(.names, wanted.names, in: runs)
    identifiers = Self.values(
      .identifiers, wanted.identifiers + names.map(\.value.value), in: runs)
    members = Self.values(
      .members, wanted.members + identifiers.map { UInt64($0.value.member) }, in: runs)
    accounts = Self.values(
      .accounts,
      wanted.accounts + members.compactMap { $0.value.account(unit: 0).map { UInt64($0) } },
      in: runs)
    newReferences = Self.missing(.references, wanted.references, in: runs)
  }

  private static func values<Value: StateValue>(
    _ table: TableName, _ keys: [UInt64], in runs: RunSet
  ) -> [Keyed<Value>] {
    var found: [Keyed<Value>] = []
    found.reserveCapacity(keys.count)
    let batch = KeyBatch(keys)
    let spots = runs.prefetch(table, batch, batch.places)
    batch.visit { place, key in
      let value: Value? = runs.value(table, key, at: spots[place])
      if let value { found.append(Keyed(key: key, value: value)) }
    }
    return found
  }

  private static func missing(
    _ table: TableName, _ hashes: [UInt64], in runs: RunSet
  ) -> KeyBatch.Places {
    let batch = KeyBatch(hashes)
    batch.visit { runs.prefetch(table, $1) }
    return batch.places { hash in
      var search = runs.search(table, hash)
      return runs.next(&search) == nil
    }
  }
}
