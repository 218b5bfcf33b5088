extension Judge {
  /// Decides a plain post, and applies what it becomes: a credit to or a debit from an account that
  /// has nothing but plain lots, of a member of whom nothing special is known, or who is enrolled by
  /// it. Nil where it takes the rules for all posts to tell what becomes of it; what these would write
  /// first is in `records` then and otherwise.
  ///
  /// Nearly all posts of a till are such. What the rules ask about holds, debts, mergers, freezes and
  /// inactivity costs most of the time of judging, and here is answered by looking once.
  mutating func judgePlainly(
    _ post: PlainPost, posted: Int64
  ) throws(LedgerError) -> PlainEntry? {
    guard state.journals.isEmpty, Int(post.unit) < state.units.count,
      post.occurred <= posted &+ PostCheck.maximumLead,
      !post.isCredit || !state.units[Int(post.unit)].sliding.isSome,
      !state.mayKnow(hash: post.referenceHash)
    else { return nil }
    guard let place = state.plainPlace(of: post.member, post.memberHash, unit: post.unit) else {
      return enrollPlainly(post, posted: posted)
    }
    var effect = state.applyPlainly(post, at: place.account)
    if effect == nil, try bookPlainly(post, place.account, posted: posted) {
      effect = state.applyPlainly(post, at: place.account)
    }
    guard let effect else { return nil }
    let entry = PlainEntry(
      sequence: state.nextSequence, posted: posted, member: place.member,
      identifier: place.identifier, effect)
    state.finish(entry, of: post)
    return entry
  }

  /// The same for a credit that enrols its member.
  private mutating func enrollPlainly(_ post: PlainPost, posted: Int64) -> PlainEntry? {
    guard post.isCredit, enrollsUnknownMembers,
      state.members.count < LedgerState.maximumMembers,
      !state.mayKnow(identifierHash: post.memberHash)
    else { return nil }
    let member = UInt32(truncatingIfNeeded: state.members.count)
    var account = Account(member: member, unit: post.unit)
    guard
      let effect = account.apply(post, as: state.nextSequence, notBefore: state.closedBefore)
    else { return nil }
    var entry = PlainEntry(
      sequence: state.nextSequence, posted: posted, member: member, identifier: nil, effect)
    entry.newMember = newMember()
    state.enroll(
      post.member, post.memberHash, account,
      from: IdentifierPeriod.Place(effective: effect.effective, sequence: entry.sequence))
    state.finish(entry, of: post)
    return entry
  }

  /// Books what the clock has done on an account before a plain post, if that is surely not refused
  /// then and only lots have expired. False, with nothing booked, where it is not so.
  private mutating func bookPlainly(
    _ post: PlainPost, _ account: Int, posted: Int64
  ) throws(LedgerError) -> Bool {
    let earliest = state.closedBefore
    let due = state.accounts.look(account) { account -> Int64? in
      let effective = max(post.occurred, account.settled, earliest)
      guard account.hasOnlyPlainLots, account.lots.firstExpiry <= effective else { return nil }
      return account.surelyTakes(post, at: effective) ? effective : nil
    }
    guard let due else { return false }
    try book(account: account, upTo: due, posted: posted)
    return true
  }
}

extension Account {
  /// Whether a plain post is surely not refused, whatever of the lots has expired by its instant.
  fileprivate func surelyTakes(_ post: PlainPost, at effective: Int64) -> Bool {
    if post.isCredit {
      return effective == post.occurred && Judge.hasRoom(self, points: post.points, lots: 1)
    }
    return standingBalance(at: effective)?.available.minorUnits ?? 0 >= post.points
  }
}

extension LedgerState {
  /// A member's account, and the number of the identifier that named the member where that is not the
  /// first.
  struct PlainPlace {
    let member: UInt32
    let account: Int
    let identifier: UInt32?
  }

  /// The account of whom `text` names, if all of it was found lately and nothing special is known of
  /// the member.
  fileprivate func plainPlace(of text: InlineText, _ hash: UInt64, unit: UInt8) -> PlainPlace? {
    guard let number = names.recent(hash), number < UInt64(identifiers.count) else { return nil }
    let named = identifiers.peek(Int(number)) { period in
      period.to == nil && period.text == text ? period.member : nil
    }
    guard case let member?? = named else { return nil }
    let found = members.peek(Int(member)) { member -> (account: Int, first: UInt32)? in
      guard member.merged == nil, member.freeze == .none, let account = member.account(unit: unit)
      else { return nil }
      return (account, member.firstIdentifier)
    }
    guard case let found?? = found else { return nil }
    let identifier = UInt64(found.first) == number ? nil : UInt32(truncatingIfNeeded: number)
    return PlainPlace(member: member, account: found.account, identifier: identifier)
  }

  /// Applies a plain post as the next entry to an account in memory.
  @inline(__always)
  fileprivate mutating func applyPlainly(_ post: PlainPost, at account: Int) -> Account.PlainEffect?
  {
    let (next, earliest) = (nextSequence, closedBefore)
    return accounts.changeInMemory(account) { account in
      account.apply(post, as: next, notBefore: earliest)
    }
  }

  /// Whether an identifier, of now or of former times, may have this hash; if not, none has.
  fileprivate func mayKnow(identifierHash hash: UInt64) -> Bool {
    var search = names.search(hash)
    return names.next(&search) != nil
  }
}
