import PointsLedger

extension NaiveState {
  mutating func enroll(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = effective(asked.occurred, accounts: [])
    guard let identifier = asked.post.member, member(identifier) == nil else {
      throw NaiveRefusal(code: .identifierTaken, effective: effective)
    }
    members.append(NaiveMember(identifiers: []))
    var entry = asked.entry(effective: effective)
    entry.namings = [NaiveNaming(identifier: identifier, member: members.count - 1)]
    return write(entry)
  }

  mutating func link(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = effective(asked.occurred, accounts: [])
    let member = try member(of: asked)
    guard let identifier = asked.post.counterparty, self.member(identifier) == nil else {
      throw NaiveRefusal(code: .identifierTaken, effective: effective)
    }
    var entry = asked.entry(effective: effective)
    entry.namings = [NaiveNaming(identifier: identifier, member: member)]
    return write(entry)
  }

  mutating func unlink(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = effective(asked.occurred, accounts: [])
    let member = try member(of: asked)
    guard let identifier = asked.post.counterparty, self.member(identifier) == member else {
      throw NaiveRefusal(code: .unknownMember, effective: effective)
    }
    guard members[member].identifiers.count > 1 else {
      throw NaiveRefusal(code: .lastIdentifier, effective: effective)
    }
    var entry = asked.entry(effective: effective)
    entry.namings = [NaiveNaming(identifier: identifier, member: nil)]
    return write(entry)
  }

  mutating func freeze(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = effective(asked.occurred, accounts: [])
    let member = try member(of: asked)
    let isFreeze = asked.post.kind == .freeze
    members[member].isFrozen = isFreeze
    members[member].isFrozenForCredits = isFreeze && asked.post.freezesCredits == true
    return write(asked.entry(effective: effective))
  }

  /// `merge`: the entry empties the source's accounts; a counter for each of them fills the
  /// survivor's.
  mutating func merge(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let source = try member(of: asked)
    let sources = accounts.indices.filter { accounts[$0].member == source }.sorted(by: inUnitOrder)
    let survivor = try counterparty(of: asked, member: source, accounts: sources)
    let survivors = accounts.indices.filter { accounts[$0].member == survivor }
      .sorted(by: inUnitOrder)
    let effective = effective(asked.occurred, accounts: sources + survivors)
    func refusal(_ code: RefusalCode) -> NaiveRefusal {
      NaiveRefusal(code: code, effective: effective, account: sources.first)
    }
    if members[source].isFrozen || members[survivor].isFrozen { throw refusal(.memberFrozen) }
    for from in sources {
      guard let to = account(survivor, accounts[from].unit) else { continue }
      let joined = accounts[from].lots.count { $0.remaining > 0 }
      guard hasRange(accounts[to], for: accounts[from].credited, lots: joined) else {
        throw refusal(.balanceOutOfRange)
      }
    }

    for account in sources + survivors { book(account, upTo: effective) }
    let leaving = sources.map { accounts[$0] }
    var entry = asked.entry(effective: effective, account: sources.first)
    entry.change = -(leaving.first?.net ?? 0)
    entry.effects = sources.map { ($0, [.leave]) }
    entry.ended = source
    entry.namings = members[source].identifiers.map {
      NaiveNaming(identifier: $0, member: survivor)
    }
    let sequence = write(entry)
    for account in leaving {
      let to = accountMade(survivor, account.unit)
      write(
        NaiveEntry(
          sequence: 0, kind: .counter, occurred: asked.occurred, effective: effective,
          account: to, original: sequence, change: account.net,
          effects: [(to, accounts[to].paying([.join(account)], at: effective))]))
    }
    return sequence
  }

  private func inUnitOrder(_ one: Int, _ other: Int) -> Bool {
    accounts[one].unit < accounts[other].unit
  }
}
