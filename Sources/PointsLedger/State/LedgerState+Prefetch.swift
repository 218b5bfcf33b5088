extension LedgerState {
  /// The most posts that are looked ahead at together.
  static let lookahead = 64

  /// Begins to load what judging some posts will look at, and changes nothing.
  ///
  /// Where many members shop, each post goes to places of the tables that no cache holds. One after
  /// the other they take longer than all the rest of judging; together they do not, since a
  /// processor loads many at a time. So each step is taken for all posts before the next.
  ///
  /// - Parameter range: The indices of `lookahead` posts or fewer.
  func prefetch(_ posts: [Post], _ range: Range<Int>) {
    let count = min(range.count, Self.lookahead)
    var hashes = InlineArray<64, UInt64>(repeating: 0)
    for index in 0..<count {
      let post = range.lowerBound + index
      references.prefetch(posts[post].reference.text.hash64(key: hashKey))
      guard let hash = posts[post].member?.text.hash64(key: hashKey) else { continue }
      hashes[index] = hash
      names.prefetchHint(hash)
    }
    var numbers = InlineArray<64, Int>(repeating: -1)
    for index in 0..<count {
      guard let number = names.hintOrRecent(hashes[index]) else {
        if hashes[index] != 0 { runs.prefetch(.names, hashes[index]) }
        continue
      }
      numbers[index] = Int(truncatingIfNeeded: number)
      identifiers.prefetchPlace(numbers[index])
    }
    for index in 0..<count { identifiers.prefetchValue(numbers[index]) }
    for index in 0..<count {
      guard let member = identifiers.peek(numbers[index], { $0.member }) else {
        prefetchRuns(numbers[index])
        numbers[index] = -1
        continue
      }
      numbers[index] = Int(member)
      members.prefetchPlace(numbers[index])
    }
    for index in 0..<count { members.prefetchValue(numbers[index]) }
    for index in 0..<count {
      guard let account = members.peek(numbers[index], { $0.account(unit: 0) }) ?? nil else {
        numbers[index] = -1
        continue
      }
      numbers[index] = account
      accounts.prefetchPlace(account)
    }
    for index in 0..<count { accounts.prefetchValue(numbers[index]) }
    for index in 0..<count { _ = accounts.peek(numbers[index]) { $0.lots.prefetch() } }
  }

  /// The same for one that is in runs. Mostly an identifier, its member and the account have come
  /// together, and have one number; where not, nothing is lost.
  private func prefetchRuns(_ number: Int) {
    guard number >= 0, !runs.isEmpty else { return }
    runs.prefetch(.identifiers, UInt64(number))
    runs.prefetch(.members, UInt64(number))
    runs.prefetch(.accounts, UInt64(number))
  }
}
