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
  /// - Parameter posts: `lookahead` of them or fewer.
  mutating func prefetch(_ posts: ArraySlice<Post>) {
    var references = KeyBatch()
    var names = KeyBatch()
    for post in posts {
      references.append(post.reference.text.hash64(key: hashKey))
      names.append(post.member?.text.hash64(key: hashKey))
    }
    prefetch(references: references, names: &names)
  }

  /// - Parameter range: The indices of `lookahead` posts or fewer.
  mutating func prefetch(_ batch: PostBatch, _ range: Range<Int>) {
    var references = KeyBatch()
    var names = KeyBatch()
    for index in range {
      batch.withHashes(at: index) { reference, member in
        references.append(reference)
        names.append(member)
      }
    }
    prefetch(references: references, names: &names)
  }

  private mutating func prefetch(references hashes: borrowing KeyBatch, names keys: inout KeyBatch)
  {
    hashes.visit { references.prefetch($1) }
    names.guess(&keys)
    identifiers.load(&keys)
    replaceByMembers(&keys)
    prefetch(members: &keys)
  }

  /// The same for entries that are to be applied, `lookahead` of them or fewer.
  mutating func prefetch(_ records: [Record]) {
    var numbers = KeyBatch()
    for record in records.prefix(Self.lookahead) {
      numbers.append(record.member.map { UInt64($0) })
    }
    prefetch(members: &numbers)
  }

  private mutating func prefetch(members keys: inout KeyBatch) {
    members.load(&keys)
    replaceByAccounts(&keys)
    accounts.load(&keys)
    prefetchLots(keys)
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

  private func replaceByMembers(_ identifiers: inout KeyBatch) {
    identifiers.replace { number in
      self.identifiers.peek(Int(number)) { UInt64($0.member) }
    }
  }

  /// By the accounts in the first unit. Where members have several, another one may be meant: then
  /// nothing is lost.
  private func replaceByAccounts(_ members: inout KeyBatch) {
    members.replace { number in
      self.members.peek(Int(number)) { $0.account(unit: 0) }?.map { UInt64($0) }
    }
  }

  private func prefetchLots(_ numbers: borrowing KeyBatch) {
    numbers.visit { accounts.table.prefetchReference($1) }
    numbers.visit { _, number in _ = accounts.peek(Int(number)) { $0.lots.prefetch() } }
  }
}
