import PointsLedger

extension NaiveState {
  /// `opening`, `earn`, a positive `adjust`.
  mutating func credit(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let post = asked.post
    let points = post.points?.minorUnits ?? 0
    let unit = try unit(of: asked)
    let known = post.member.flatMap { member($0) }
    if known == nil, !enrollsUnknownMembers { _ = try member(of: asked) }
    let knownAccount = known.flatMap { self.account($0, unit) }
    let effective = decided(asked)
    if let known {
      if members[known].isFrozenForCredits {
        throw NaiveRefusal(.memberFrozen)
      }
      let present = self.account(knownAccount, member: known, unit: unit, at: effective)
      if !hasRange(present, for: points, lots: 1) {
        throw NaiveRefusal(.balanceOutOfRange)
      }
    }

    if let knownAccount { book(knownAccount, upTo: effective) }
    var entry = asked.entry(effective: effective)
    if known == nil, let identifier = post.member {
      members.append(NaiveMember(identifiers: []))
      entry.namings = [beginning(identifier, of: members.count - 1)]
    }
    let account = accountMade(known ?? members.count - 1, unit)
    let lot = NaiveLot(
      name: lotName(), origin: entries.count, points: points,
      activates: asked.activates ?? asked.occurred, expires: asked.expires,
      inactivity: units[unit].inactivity, arrived: effective)
    var effects: [NaiveEffect] = [.addLot(lot), .credited(points), .active(post.kind)]
    if post.kind != .adjust { effects.append(.earned(points)) }
    entry.account = account
    entry.amount = points
    entry.change = points
    entry.madeLot = lot.name
    entry.effects = [(account, accounts[account].paying(effects, at: effective))]
    let sequence = write(entry)
    expireWhatFellToDeadLots(of: account, at: effective)
    return sequence
  }

  /// `extend`: the live lots that originate in the member's own credit.
  mutating func extend(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let unit = try unit(of: asked)
    let member = try member(of: asked)
    let index = account(member, unit)
    let effective = decided(asked)
    guard let original = entry(asked.post.original), original.madeLot != nil,
      let home = original.account, let index, survivingAccount(of: home) == index
    else {
      throw NaiveRefusal(.unknownOriginal)
    }
    let account = accounts[index].advanced(to: effective)
    let extendable = account.lots.filter { lot in
      guard lot.origin == original.sequence, !lot.isDead(at: effective), lot.remaining > 0,
        let present = lot.expires
      else { return false }
      guard let expires = asked.expires else { return true }
      return expires > present
    }
    guard !extendable.isEmpty else {
      throw NaiveRefusal(.notExtendable)
    }
    book(index, upTo: effective)
    var entry = asked.entry(effective: effective, account: index)
    entry.original = original.sequence
    entry.effects = [
      (
        index,
        extendable.map { .extend(lot: $0.name, to: asked.expires) } + [.active(.extend)]
      )
    ]
    return write(entry)
  }
}
