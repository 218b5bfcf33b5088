extension Decider {
  /// Decides a plain post, and applies the result: a credit to or a debit from an account that has
  /// only plain lots, of a member without freeze or merger, or of a new member whom the credit
  /// enrols. Nil if the general rules have to decide. In both cases earlier expiries are added to
  /// `expiries`.
  ///
  /// Nearly all rows of an import are plain; a post that leaves its time to the clock is not. The
  /// checks of the general rules for holds, debts, mergers, freezes and inactivity take most of the
  /// time of deciding; here one check answers them all.
  mutating func decidePlainly(
    _ post: PlainPost, posted: Int64, at lookup: ResolvedBatch.Lookup = .notKnown
  ) -> PlainEntry? {
    guard isPlainlyDecided(post, posted: posted, lookup) else { return nil }
    guard let place = state.plainPlace(of: post, lookup) else {
      return enrollPlainly(post, posted: posted, lookup)
    }
    var effect = state.applyPlainly(post, at: place)
    if effect == nil, expirePlainly(post, place, posted: posted) {
      effect = state.applyPlainly(post, at: place)
    }
    guard let effect else { return nil }
    let entry = PlainEntry(
      sequence: state.nextSequence, posted: posted, member: place.member,
      identifier: place.otherIdentifier, effect)
    state.finish(entry, of: post)
    return entry
  }

  /// Refuses a plain redemption for lack of points, and applies the refusal. Nil, with nothing
  /// changed, if the general rules have to decide.
  ///
  /// - Parameters: The same as for `decidePlainly`, which returned nil.
  mutating func refusePlainly(
    _ post: PlainPost, posted: Int64, at lookup: ResolvedBatch.Lookup
  ) -> PlainRefusal? {
    guard !post.isCredit, isPlainlyDecided(post, posted: posted, lookup),
      let place = state.plainPlace(of: post, lookup),
      let effect = state.refusePlainly(post, at: place)
    else { return nil }
    let refusal = PlainRefusal(
      sequence: state.nextSequence, posted: posted, member: place.member,
      identifier: place.otherIdentifier, effective: effect.effective, previous: effect.previous,
      balanceAfter: effect.balanceAfter, available: effect.available)
    state.finish(refusal, of: post)
    return refusal
  }

  /// Whether the decision on a plain post depends on its account alone.
  private func isPlainlyDecided(
    _ post: PlainPost, posted: Int64, _ lookup: ResolvedBatch.Lookup
  ) -> Bool {
    state.journals.isEmpty && Int(post.unit) < state.units.count
      && post.occurred <= posted &+ PostCheck.maximumLead
      && (!post.isCredit || !state.units[Int(post.unit)].sliding.isSome)
      && !state.mayKnow(referenceHash: post.referenceHash, lookup)
      && !state.wasDropped(post.reference)
  }

  /// The same for a credit that enrols its member.
  private mutating func enrollPlainly(
    _ post: PlainPost, posted: Int64, _ lookup: ResolvedBatch.Lookup
  ) -> PlainEntry? {
    guard post.isCredit, enrollsUnknownMembers,
      state.members.count < LedgerState.maximumMembers,
      !state.mayKnow(identifierHash: post.memberHash, lookup)
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

  /// Expires lots before a plain post, if the post is then certainly not refused and the clock has
  /// nothing else to do. Otherwise false, with nothing changed.
  private mutating func expirePlainly(
    _ post: PlainPost, _ place: ResolvedBatch.Place, posted: Int64
  ) -> Bool {
    let earliest = state.closedBefore
    let due = state.accounts.peek(Int(place.account)) { account -> Int64? in
      let effective = max(post.occurred, account.settled, earliest)
      guard account.hasOnlyPlainLots, account.lots.firstExpiry <= effective else { return nil }
      return account.surelyTakes(post, at: effective) ? effective : nil
    }
    guard case let due?? = due else { return false }
    while let expiry = state.expireFirst(at: place, upTo: due, posted: posted) {
      expiries.append(expiry)
    }
    return true
  }
}

extension Account {
  /// Whether a plain post is certainly not refused, whatever lots have expired by its instant.
  fileprivate func surelyTakes(_ post: PlainPost, at effective: Int64) -> Bool {
    if post.isCredit {
      return effective == post.occurred && hasRoom(points: post.points, lots: 1)
    }
    return plainBalance(at: effective)?.available.minorUnits ?? 0 >= post.points
  }
}

extension LedgerState {
  /// The account of a plain post, if its names are all in memory, its member has no freeze and no
  /// merger, and its identifier named the member by then: earlier it may have named another one.
  fileprivate func plainPlace(
    of post: PlainPost, _ lookup: ResolvedBatch.Lookup
  ) -> ResolvedBatch.Place? {
    let place: ResolvedBatch.Place?
    if case .found(let known) = lookup.member {
      place = known
    } else {
      place = recentPlace(of: post)
    }
    guard let place, post.occurred < place.named, closedBefore < place.named else { return place }
    let isNamed = accounts.peek(Int(place.account)) { $0.settled >= place.named }
    return isNamed == true ? place : nil
  }

  private func recentPlace(of post: PlainPost) -> ResolvedBatch.Place? {
    guard let number = names.recent(post.memberHash), number < UInt64(identifiers.count) else {
      return nil
    }
    var place = ResolvedBatch.Place()
    place.identifier = UInt32(truncatingIfNeeded: number)
    let isNamed = identifiers.peek(Int(number)) { period in
      (place.member, place.named) = (period.member, period.from.effective)
      return period.to == nil && period.text == post.member
    }
    guard isNamed == true else { return nil }
    let isPlain = members.peek(Int(place.member)) { member in
      guard member.isPlainlyServed, let account = member.account(unit: post.unit) else {
        return false
      }
      place.firstIdentifier = member.firstIdentifier
      place.account = UInt32(truncatingIfNeeded: account)
      return true
    }
    return isPlain == true ? place : nil
  }

  /// Applies a plain post as the next entry to an account in memory.
  @inline(__always)
  fileprivate mutating func applyPlainly(
    _ post: PlainPost, at place: ResolvedBatch.Place
  ) -> Account.PlainEffect? {
    let (next, earliest) = (nextSequence, closedBefore)
    return accounts.changeInMemory(Int(place.account), slot: place.slot) { account in
      account.apply(post, as: next, notBefore: earliest)
    }
  }

  /// Refuses a plain redemption by the next entry, if its account is in memory and has too few
  /// points.
  fileprivate mutating func refusePlainly(
    _ post: PlainPost, at place: ResolvedBatch.Place
  ) -> Account.PlainRefusalEffect? {
    let (next, earliest) = (nextSequence, closedBefore)
    return accounts.changeInMemory(Int(place.account), slot: place.slot) { account in
      account.refuse(post, as: next, notBefore: earliest)
    }
  }

  /// Expires the first lot of an account in memory by the next entry, if it is due.
  fileprivate mutating func expireFirst(
    at place: ResolvedBatch.Place, upTo instant: Int64, posted: Int64
  ) -> PlainExpiry? {
    let next = nextSequence
    let expiry = accounts.changeInMemory(Int(place.account), slot: place.slot) { account in
      account.expireFirst(as: next, upTo: instant, posted: posted)
    }
    guard let expiry else { return nil }
    let lot = LotID(created: SequenceNumber(expiry.lot.origin), ordinal: 0)
    expired[lot.packed, 0] &+= expiry.lot.remaining
    note(next, posted: posted, effective: expiry.effective, referenceHash: nil)
    if isFlushDue { flush(expiry.record) }
    return expiry
  }

  /// Whether an entry may have a reference with this hash; if false, none has.
  @inline(__always)
  fileprivate func mayKnow(referenceHash hash: UInt64, _ lookup: ResolvedBatch.Lookup) -> Bool {
    lookup.isReferenceInNoRun ? references.cameLately(hash) : mayKnow(hash: hash)
  }

  /// Whether a current or former identifier may have this hash; if false, none has.
  fileprivate func mayKnow(
    identifierHash hash: UInt64, _ lookup: ResolvedBatch.Lookup
  ) -> Bool {
    if case .inNoRun = lookup.member { return names.cameLately(hash) }
    var search = names.search(hash)
    return names.next(&search) != nil
  }
}
