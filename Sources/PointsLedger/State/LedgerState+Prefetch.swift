extension LedgerState {
  /// The most posts that are looked ahead at together.
  static let lookahead = 64

  /// Begins to load what judging some posts will look at, and brings it into memory where it is in
  /// runs. The state says the same afterwards.
  ///
  /// Where many members shop, each post goes to places of the tables that no cache holds. One after
  /// the other they take longer than all the rest of judging; together they do not, since a
  /// processor loads many at a time. So each step is taken for all posts before the next.
  ///
  /// - Parameter range: The indices of `lookahead` posts or fewer.
  mutating func prefetch(_ posts: [Post], _ range: Range<Int>) {
    var hashes = KeyBatch()
    for post in range.prefix(Self.lookahead) {
      references.prefetch(posts[post].reference.text.hash64(key: hashKey))
      hashes.append(posts[post].member?.text.hash64(key: hashKey))
    }
    let identifiers = names.guesses(hashes)
    self.identifiers.load(identifiers)
    let members = identifiers.map { self.identifiers.peek(Int($0)) { UInt64($0.member) } }
    self.members.load(members)
    // Where members have several accounts, another one may be meant: then nothing is lost.
    let accounts = members.map { member in
      self.members.peek(Int(member)) { $0.account(unit: 0) }?.map { UInt64($0) }
    }
    self.accounts.load(accounts)
    accounts.visit { _, account in _ = self.accounts.peek(Int(account)) { $0.lots.prefetch() } }
  }
}
