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
    let members = membersInMemory(identifiers)
    self.members.load(members)
    let accounts = accountsInMemory(members)
    self.accounts.load(accounts)
    prefetchLots(accounts)
  }

  /// The same for entries that are to be applied, `lookahead` of them or fewer.
  mutating func prefetch(_ records: [Record]) {
    var numbers = KeyBatch()
    for record in records.prefix(Self.lookahead) {
      numbers.append(record.member.map { UInt64($0) })
    }
    members.load(numbers)
    let accounts = accountsInMemory(numbers)
    self.accounts.load(accounts)
    prefetchLots(accounts)
  }

  /// Brings into memory what tells the balance of whom `text` names, mostly. One after the other each
  /// table and each run would be waited for; who came with a first credit has one number in all tables.
  mutating func prefetch(_ text: InlineText) {
    guard let number = names.guess(text.hash64(key: hashKey)),
      number < UInt64(min(identifiers.count, members.count, accounts.count))
    else { return }
    identifiers.table.prefetch(number)
    members.table.prefetch(number)
    accounts.table.prefetch(number)
    let (identifier, account) = (identifiers.table.spot(number), accounts.table.spot(number))
    identifiers.table.prefetchEntry(number, at: identifier)
    accounts.table.prefetchEntry(number, at: account)
    members.load(number, at: nil)
    identifiers.load(number, at: identifier)
    accounts.load(number, at: account)
  }

  // Functions that change nothing: in one that does, each closure would copy a table.

  private func membersInMemory(_ numbers: KeyBatch) -> KeyBatch {
    numbers.map { identifiers.peek(Int($0)) { UInt64($0.member) } }
  }

  /// The accounts in the first unit. Where members have several, another one may be meant: then nothing
  /// is lost.
  private func accountsInMemory(_ numbers: KeyBatch) -> KeyBatch {
    numbers.map { number in
      members.peek(Int(number)) { $0.account(unit: 0) }?.map { UInt64($0) }
    }
  }

  private func prefetchLots(_ numbers: KeyBatch) {
    numbers.visit { accounts.table.prefetchReference($1) }
    numbers.visit { _, number in _ = accounts.peek(Int(number)) { $0.lots.prefetch() } }
  }
}
