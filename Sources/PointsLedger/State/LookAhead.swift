/// Finds in runs what the judging of posts will ask for, while those before them are judged: where a
/// ledger has more members than fit into memory, most of the time would else go into waiting for it.
///
/// It knows nothing of what is in memory, and so passes over the members that it met lately.
package struct LookAhead {
  private let runs: PublishedRuns
  private let hashKey: UInt64
  /// The hashes of names that were met lately, each at the place that its low bits tell.
  private var met = [UInt64](repeating: 0, count: 1 << 15)

  init(_ runs: PublishedRuns, hashKey: UInt64) {
    self.runs = runs
    self.hashKey = hashKey
  }

  /// What the runs say of some posts. What cannot be read from them is noted there.
  package mutating func find(for posts: [Post]) -> FoundAhead? {
    let runs = runs.current
    if runs.isEmpty { return nil }
    var found = FoundAhead(end: runs.end)
    found.references = references(of: posts, in: runs)
    var hashes = KeyBatch()
    for index in posts.indices {
      if let hash = posts[index].member?.text.hash64(key: hashKey), isNew(hash) {
        hashes.append(hash)
      }
      if hashes.isFull || index == posts.count - 1 {
        Self.find(hashes, in: runs, &found)
        hashes = KeyBatch()
      }
    }
    return found
  }

  private func references(of posts: [Post], in runs: RunStack) -> [ReferenceHint] {
    let hashes = posts.map { $0.reference.text.hash64(key: hashKey) }
    var hints: [ReferenceHint] = []
    hints.reserveCapacity(hashes.count)
    for (index, hash) in hashes.enumerated() {
      if index + 16 < hashes.count { runs.prefetch(.references, hashes[index + 16]) }
      let isAbsent = !runs.mayHold(.references, hash)
      hints.append(ReferenceHint(hash: hash, absentBefore: isAbsent ? runs.end : nil))
    }
    return hints
  }

  private mutating func isNew(_ hash: UInt64) -> Bool {
    let place = Int(truncatingIfNeeded: hash) & (met.count - 1)
    if met[place] == hash { return false }
    met[place] = hash
    return true
  }

  private static func find(_ hashes: KeyBatch, in runs: RunStack, _ found: inout FoundAhead) {
    let numbers = runs.firstNumbers(.names, hashes)
    hashes.visit { index, hash in
      if let number = numbers[index] {
        found.names.append(StateIndex.Pair(hash: hash, number: number))
      }
    }
    let members = runs.values(.identifiers, numbers) { (key, value: IdentifierPeriod) in
      found.identifiers.append((key, value))
      return UInt64(value.member)
    }
    // The accounts in the first unit. Where members have several, another one may be meant: it is
    // looked up when it is needed.
    let accounts = runs.values(.members, members) { (key, value: Member) in
      found.members.append((key, value))
      return value.account(unit: 0).map { UInt64($0) }
    }
    _ = runs.values(.accounts, accounts) { (key, value: Account) in
      found.accounts.append((key, value))
      return nil
    }
  }
}
