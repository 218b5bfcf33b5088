/// An entry of the most usual sort, and where it goes.
struct PlainEntry: Sendable {
  var record: Record
  let account: Int
  let referenceHash: UInt64
}

extension Judge {
  /// The entry for a post of the most usual sort: a credit to or a debit from an account that has
  /// nothing but lots, on which the clock has no work, of a member of whom nothing special is known.
  /// Nil for all others; for these it is what the rules for all posts give.
  ///
  /// Nearly all posts of a till are such. What the rules ask about holds, debts, mergers, freezes and
  /// inactivity costs most of the time of judging, and here is answered by looking once.
  func plainEntry(for post: Post, posted: Int64) -> PlainEntry? {
    guard !post.hasRare, post.activates == nil, let occurred = post.occurred?.milliseconds,
      let member = post.member, let points = post.points?.minorUnits, state.journals.isEmpty,
      !state.units.isEmpty
    else { return nil }
    let isCredit: Bool
    switch post.kind {
    case .opening, .earn: isCredit = true
    case .redeem: isCredit = false
    case .adjust: isCredit = points > 0
    default: return nil
    }
    var unit: UInt8 = 0
    if let code = post.unit {
      guard let number = state.unitNumber(code) else { return nil }
      unit = number
    }
    guard let place = state.plainPlace(of: member.text, unit: unit) else { return nil }
    var record = Record(kind: post.kind, occurred: occurred, effective: occurred)
    let isDecided = state.accounts.look(place.account) { account in
      decide(&record, points, post.expires?.milliseconds, isCredit: isCredit, on: account)
    }
    guard isDecided else { return nil }
    let hash = post.reference.text.hash64(key: state.hashKey)
    if state.mayKnow(hash: hash) { return nil }
    record.sequence = state.nextSequence
    record.posted = posted
    record.member = place.member
    record.unit = unit
    record.identifier = place.identifier
    record.asked = points
    record.expires = post.expires?.milliseconds
    record.reference = post.reference.text
    record.texts = post.texts
    return PlainEntry(record: record, account: place.account, referenceHash: hash)
  }

  /// Sets what depends on the account; false if the post is not of the usual sort on it.
  private func decide(
    _ record: inout Record, _ points: Int64, _ expires: Int64?, isCredit: Bool,
    on account: borrowing Account
  ) -> Bool {
    let effective = max(record.occurred, account.settled, state.closedBefore)
    guard account.isQuiet(upTo: effective) else { return false }
    record.effective = effective
    if isCredit {
      guard Self.hasRoom(account, points: points, lots: 1), expires ?? Lot.never > effective,
        !state.units[Int(account.unit)].sliding.isSome
      else { return false }
      record.amount = points
      record.change = points
    } else {
      let asked = Int64(clamping: points.magnitude)
      guard case .allocations(let allocations) = account.take(asked, at: effective, partial: false)
      else { return false }
      record.allocations = allocations
      record.amount = asked
      record.change = -asked
    }
    record.previous = account.last
    record.balanceAfter = account.lots.total &+ record.change
    return true
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
  fileprivate func plainPlace(of text: InlineText, unit: UInt8) -> PlainPlace? {
    guard let number = names.recent(text.hash64(key: hashKey)), isCurrent(number, text),
      let member = identifiers.peek(Int(number), { $0.member })
    else { return nil }
    let found = members.peek(Int(member)) { member -> (account: Int, first: UInt32)? in
      guard member.merged == nil, member.freeze == .none, let account = member.account(unit: unit)
      else { return nil }
      return (account, member.firstIdentifier)
    }
    guard case let found?? = found else { return nil }
    let identifier = UInt64(found.first) == number ? nil : UInt32(truncatingIfNeeded: number)
    return PlainPlace(member: member, account: found.account, identifier: identifier)
  }
}
