extension LedgerState {
  /// The most posts that are prefetched together.
  ///
  /// With many members, each post reads parts of the tables that no processor cache holds. Read one
  /// after the other they take longer than all other work of deciding. Read together they do not,
  /// since a processor loads many at a time. So each step is taken for all posts before the next
  /// one.
  static let prefetchDistance = KeyBatch.capacity

  /// Starts to load what deciding some posts will read, and brings it into memory where it is in
  /// runs. The content of the state stays the same.
  ///
  /// - Parameter posts: At most `prefetchDistance` posts.
  mutating func prefetch(_ posts: ArraySlice<Post>) {
    var keys = KeyBatch()
    for post in posts {
      references.prefetch(post.reference.text.hash64(key: hashKey))
      keys.append(post.member?.text.hash64(key: hashKey))
    }
    names.guess(&keys)
    identifiers.locate(&keys)
    replaceByMembers(&keys)
    prefetch(members: &keys)
  }

  /// The same for posts of a batch. Notes where plain posts find their accounts, if their members
  /// have no freeze and no merge.
  ///
  /// - Parameters:
  ///   - range: The indices of at most `prefetchDistance` posts.
  ///   - values: The values found for them in the runs, if the state still has these runs.
  /// - Returns: The number of accounts that had to be looked up in the runs.
  mutating func prefetch(
    _ batch: PostBatch, _ range: Range<Int>, with values: PrefetchResult?,
    _ found: inout ResolvedBatch
  ) -> Int {
    if let values { adopt(values) }
    let newReferences = values?.newReferences ?? KeyBatch.Places()
    var keys = KeyBatch()
    for (place, index) in range.enumerated() {
      batch.withHashes(at: index) { reference, member in
        if newReferences.contains(place) {
          references.prefetchRecent(reference)
        } else {
          references.prefetch(reference)
        }
        keys.append(member)
      }
    }
    found.begin(
      version: version, inNoRun: names.guess(&keys), newReferences: newReferences)
    keys.visit { found.setIdentifier($1, at: $0) }
    identifiers.locate(&keys)
    replaceByMembers(&keys, of: batch, from: range.lowerBound, &found)
    members.locate(&keys)
    replaceByAccounts(&keys, of: batch, from: range.lowerBound, &found)
    let readCount = accounts.locate(&keys)
    keys.visit { found.setSlot($1, at: $0) }
    prefetchLots(atSlots: keys)
    return readCount
  }

  /// The same for entries that are to be applied, at most `prefetchDistance` of them.
  mutating func prefetch(_ records: [Record]) {
    var numbers = KeyBatch()
    for record in records.prefix(Self.prefetchDistance) {
      numbers.append(record.member.map { UInt64($0) })
    }
    prefetch(members: &numbers)
  }

  private mutating func prefetch(members keys: inout KeyBatch) {
    members.locate(&keys)
    replaceByAccounts(&keys)
    accounts.locate(&keys)
    prefetchLots(atSlots: keys)
  }

  // These functions change nothing: in a mutating function each closure would copy a table.

  func replaceByMembers(_ identifierSlots: inout KeyBatch) {
    identifierSlots.replace { slot in
      identifiers.table.look(atSlot: slot) { UInt64($0.member) }
    }
  }

  /// For plain posts, only where the identifier currently names the member.
  private func replaceByMembers(
    _ identifierSlots: inout KeyBatch, of batch: PostBatch, from start: Int,
    _ found: inout ResolvedBatch
  ) {
    let others = identifierSlots.exchange { place, slot in
      let plain = batch.plainPlace(at: start &+ place)
      return identifiers.table.look(atSlot: slot) { period -> UInt64? in
        let isMeant =
          plain.map { period.to == nil && period.text == batch.plain[$0].member } ?? true
        guard isMeant else { return nil }
        found.setMember(period.member, named: period.from.effective, at: place)
        return UInt64(period.member)
      }
    }
    identifierSlots.remove(others)
  }

  /// The accounts in the first unit. A post may mean another account of its member; the prefetch is
  /// then merely useless.
  func replaceByAccounts(_ memberSlots: inout KeyBatch) {
    memberSlots.replace { slot in
      members.table.look(atSlot: slot) { $0.account(unit: 0) }.map { UInt64($0) }
    }
  }

  /// For plain posts, only where the member has no merge and no freeze.
  private func replaceByAccounts(
    _ memberSlots: inout KeyBatch, of batch: PostBatch, from start: Int,
    _ found: inout ResolvedBatch
  ) {
    let others = memberSlots.exchange { place, slot in
      let plain = batch.plainPlace(at: start &+ place)
      let unit = plain.map { batch.plain[$0].unit } ?? 0
      return members.table.look(atSlot: slot) { member in
        guard member.isPlainlyServed, let account = member.account(unit: unit) else { return nil }
        found.setAccount(account, firstIdentifier: member.firstIdentifier, at: place)
        return UInt64(account)
      }
    }
    memberSlots.remove(others)
  }

  private func prefetchLots(atSlots slots: borrowing KeyBatch) {
    slots.visit { accounts.table.prefetchReference(atSlot: $1) }
    slots.visit { _, slot in accounts.table.look(atSlot: slot) { $0.lots.prefetch() } }
  }
}
