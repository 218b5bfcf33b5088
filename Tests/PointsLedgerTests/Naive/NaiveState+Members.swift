import PointsLedger

extension NaiveState {
  mutating func enroll(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = decided(asked)
    guard let identifier = asked.post.member, member(identifier) == nil else {
      throw NaiveRefusal(.identifierTaken)
    }
    members.append(NaiveMember(identifiers: []))
    var entry = asked.entry(effective: effective)
    entry.namings = [beginning(identifier, of: members.count - 1)]
    return write(entry)
  }

  mutating func link(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = decided(asked)
    let member = try member(of: asked)
    guard let identifier = asked.post.counterparty, self.member(identifier) == nil else {
      throw NaiveRefusal(.identifierTaken)
    }
    var entry = asked.entry(effective: effective)
    entry.namings = [beginning(identifier, of: member)]
    return write(entry)
  }

  mutating func unlink(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = decided(asked)
    let member = try member(of: asked)
    guard let identifier = asked.post.counterparty, self.member(identifier) == member else {
      throw NaiveRefusal(.unknownMember)
    }
    guard members[member].identifiers.count > 1 else {
      throw NaiveRefusal(.lastIdentifier)
    }
    var entry = asked.entry(effective: effective)
    entry.namings = [
      NaiveNaming(identifier: identifier, member: nil, period: period(of: identifier))
    ]
    return write(entry)
  }

  mutating func freeze(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let effective = decided(asked)
    let member = try member(of: asked)
    let isFreeze = asked.post.kind == .freeze
    members[member].isFrozen = isFreeze
    members[member].isFrozenForCredits = isFreeze && asked.post.freezesCredits == true
    return write(asked.entry(effective: effective))
  }

  /// `merge`: the entry moves the identifiers; then, unit by unit, a counter fills the survivor's
  /// account and another one empties the source's.
  mutating func merge(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let source = try member(of: asked)
    let sources = accounts.indices.filter { accounts[$0].member == source }.sorted(by: inUnitOrder)
    let survivor = try counterparty(of: asked, member: source)
    let survivors = accounts.indices.filter { accounts[$0].member == survivor }
      .sorted(by: inUnitOrder)
    let effective = decided(asked)
    if members[source].isFrozen || members[survivor].isFrozen { throw NaiveRefusal(.memberFrozen) }
    for from in sources {
      guard let to = account(survivor, accounts[from].unit) else { continue }
      let joined = accounts[from].lots.count { $0.remaining > 0 }
      // As of the time of the merge: what the clock closes before is no longer open.
      let open = [from, to].map { accounts[$0].advanced(to: effective).holds.count }
      guard hasRange(accounts[to], for: accounts[from].credited, lots: joined),
        open[0] + open[1] <= Self.maximumHolds
      else {
        throw NaiveRefusal(.balanceOutOfRange)
      }
    }

    for account in sources + survivors { book(account, upTo: effective) }
    var entry = asked.entry(effective: effective)
    entry.ended = source
    entry.namings = members[source].identifiers.map {
      NaiveNaming(identifier: $0, member: survivor, period: period(of: $0))
    }
    let sequence = write(entry)
    for from in sources {
      let leaving = accounts[from]
      let to = accountMade(survivor, leaving.unit)
      writeCounter(
        of: sequence, on: to, change: leaving.net,
        effects: accounts[to].paying([.join(leaving)], at: effective))
      writeCounter(of: sequence, on: from, change: -leaving.net, effects: [.leave])
    }
    return sequence
  }

  private func inUnitOrder(_ one: Int, _ other: Int) -> Bool {
    accounts[one].unit < accounts[other].unit
  }
}
