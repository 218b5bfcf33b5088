extension LedgerState {
  /// Changes the state by `record`. Posting and replay both end here, but for the plain posts that
  /// `Decider` applies at one look at their account.
  package mutating func apply(_ record: Record) throws(Account.Contradiction) {
    guard record.sequence == nextSequence || isPartial else {
      throw Account.Contradiction("its sequence number is not \(nextSequence)")
    }
    if let text = record.newIdentifier { try addIdentifier(text, record) }
    try checkNumbers(record)
    if record.kind != .refusal { try applyToLedger(record) }
    if let member = record.member { try applyToMember(member, record) }
    finish(record, referenceHash: record.reference?.hash64(key: hashKey))
  }

  /// Adds a member with one account, as a first credit does.
  mutating func enroll(
    _ text: InlineText, _ hash: UInt64, _ account: Account, from place: IdentifierPeriod.Place
  ) {
    let number = UInt32(truncatingIfNeeded: identifiers.count)
    var member = Member(firstIdentifier: number)
    member.setAccount(UInt32(truncatingIfNeeded: accounts.count), unit: account.unit)
    members.append(member)
    identifiers.append(IdentifierPeriod(text: text, member: account.member, from: place))
    names.insert(hash, UInt64(number))
    accounts.append(account)
  }

  /// Notes the changes of an applied plain post beyond accounts and members.
  @inline(__always)
  mutating func finish(_ entry: PlainEntry, of post: PlainPost) {
    note(
      entry.sequence, posted: entry.posted, effective: entry.effective,
      referenceHash: post.referenceHash)
    // A flush does not store the texts of its last entry.
    if isFlushDue { flush(entry.record(of: post, .none)) }
  }

  /// The same for a plain post that was refused.
  mutating func finish(_ refusal: PlainRefusal, of post: PlainPost) {
    note(
      refusal.sequence, posted: refusal.posted, effective: refusal.effective,
      referenceHash: post.referenceHash)
    if isFlushDue { flush(refusal.record(of: post, .none)) }
  }

  /// Notes what every entry changes, whatever its kind.
  private mutating func finish(_ record: Record, referenceHash: UInt64?) {
    note(
      record.sequence, posted: record.posted, effective: record.effective,
      referenceHash: referenceHash)
    if isFlushDue { flush(record) }
  }

  /// The same, without a flush after the entry.
  mutating func note(
    _ sequence: UInt64, posted: Int64, effective: Int64, referenceHash: UInt64?
  ) {
    if let referenceHash, keepsReferences {
      references.insert(referenceHash, sequence)
    }
    nextSequence = sequence &+ 1
    if posted > lastPosted {
      lastPosted = posted
      acceptedClock = nil
    }
    latestEffective = max(latestEffective, effective)
    noteInstant(sequence)
  }

  /// Links the next entry: sets the entry before it of its account, or of its member as a whole,
  /// and the balance after it.
  package func link(_ record: inout Record) {
    guard let member = record.member else { return }
    let isKnown = Int(member) < members.count
    if let unit = record.unit {
      let account = isKnown ? accountNumber(of: member, unit: unit) : nil
      record.previous = account.flatMap { accounts.look($0) { $0.last } }
      let net = account.map { netOfAccount($0) } ?? 0
      record.balanceAfter = record.kind == .refusal ? net : net &+ record.change
    } else if isKnown {
      record.previous = members.look(Int(member)) { $0.last }
    }
  }

  private func netOfAccount(_ number: Int) -> Int64 {
    // Nearly every account is plain: its total needs no copy of the account.
    if let total = accounts.look(number, { $0.isPlain ? $0.lots.total : nil }) { return total }
    return accounts.look(number) { $0.net }
  }

  /// Every number must refer to something known: later code uses it unchecked.
  private func checkNumbers(_ record: Record) throws(Account.Contradiction) {
    guard isKnown(record.identifier, of: identifiers.count),
      isKnown(record.counterpartyIdentifier, of: identifiers.count)
    else { throw Account.Contradiction("an identifier that it names is not known") }
    guard isKnown(record.member, of: members.count), isKnown(record.counterparty, of: members.count)
    else { throw Account.Contradiction("a member that it names is not known") }
  }

  private func isKnown(_ number: UInt32?, of count: Int) -> Bool {
    number.map { Int($0) < count } ?? true
  }

  /// Adds only the members, identifiers and units that `record` introduces.
  package mutating func applyNames(_ record: Record) throws(Account.Contradiction) {
    if let text = record.newIdentifier { try addIdentifier(text, record) }
    if record.kind == .unit { try applyUnit(record) }
    if record.kind.isOperator { operatorEntries.append(record.sequence) }
  }

  private mutating func addIdentifier(
    _ text: InlineText, _ record: Record
  ) throws(Account.Contradiction) {
    guard let member = record.member else {
      throw Account.Contradiction("it has an identifier but no member")
    }
    let number = UInt32(truncatingIfNeeded: identifiers.count)
    if record.newMember != nil {
      guard Int(member) == members.count else {
        throw Account.Contradiction("its new member is not number \(members.count)")
      }
      members.append(Member(firstIdentifier: number))
    } else {
      guard Int(member) < members.count else {
        throw Account.Contradiction("its member is not known")
      }
      version &+= 1
      members[Int(member)].otherIdentifiers.append(number)
    }
    identifiers.append(IdentifierPeriod(text: text, member: member, from: place(of: record)))
    names.insert(text.hash64(key: hashKey), UInt64(number))
  }

  private func place(of record: Record) -> IdentifierPeriod.Place {
    IdentifierPeriod.Place(effective: record.effective, sequence: record.sequence)
  }

  private mutating func applyToLedger(_ record: Record) throws(Account.Contradiction) {
    switch record.kind {
    case .unit: try applyUnit(record)
    case .closePeriod: closedBefore = record.occurred
    case .clock: try applyClock(record)
    case .compact: try applyCompaction(record)
    case .erase: try applyErasure(record)
    case .reverse:
      guard let original = record.original else {
        throw Account.Contradiction("it reverses nothing")
      }
      reversals[original, Reversal()].amount &+= record.amount
      reversals[original, Reversal()].covered &+= record.covered
    case .expire:
      for allocation in record.allocations {
        expired[allocation.lot.packed, 0] &+= allocation.points.minorUnits
      }
    default: break
    }
  }

  private mutating func applyUnit(_ record: Record) throws(Account.Contradiction) {
    guard let terms = record.terms, let text = record.unitCode, let code = UnitCode(text) else {
      throw Account.Contradiction("it defines no unit")
    }
    if let number = unitNumber(code) {
      units[Int(number)].define(terms)
    } else {
      guard units.count < Self.maximumUnits else {
        throw Account.Contradiction("it defines more than \(Self.maximumUnits) units")
      }
      units.append(UnitState(code: code, scale: terms.scale ?? 0, terms: terms))
    }
  }

  private mutating func applyToMember(
    _ member: UInt32, _ record: Record
  ) throws(Account.Contradiction) {
    guard let unit = record.unit else {
      guard record.previous == members[Int(member)].last || isPartial else {
        throw Account.Contradiction("its previous entry is another one")
      }
      members[Int(member)].last = record.sequence
      try applyStanding(member, record)
      return
    }
    let number = try accountNumber(member, unit)
    guard record.previous == accounts.look(number, { $0.last }) || isPartial else {
      throw Account.Contradiction("its previous entry is another one")
    }
    var merged: Account?
    if record.kind == .counter, record.flags.contains(.mergedInto) {
      guard let source = record.counterparty, Int(source) < members.count,
        let account = account(member: source, unit: unit)
      else { throw Account.Contradiction("the account that it takes over is not known") }
      merged = account
    }
    try accounts[number].apply(record, merged: merged)
  }

  private mutating func accountNumber(
    _ member: UInt32, _ unit: UInt8
  ) throws(Account.Contradiction) -> Int {
    if let number = accountNumber(of: member, unit: unit) { return number }
    guard Int(unit) < units.count else { throw Account.Contradiction("its unit is not known") }
    members[Int(member)].setAccount(UInt32(truncatingIfNeeded: accounts.count), unit: unit)
    accounts.append(Account(member: member, unit: unit))
    return accounts.count - 1
  }

  /// Applies an entry about a member as a whole.
  private mutating func applyStanding(
    _ member: UInt32, _ record: Record
  ) throws(Account.Contradiction) {
    version &+= 1
    switch record.kind {
    case .freeze:
      members[Int(member)].freeze = record.flags.contains(.freezesCredits) ? .all : .debits
    case .unfreeze: members[Int(member)].freeze = .none
    case .unlink:
      guard let number = record.counterpartyIdentifier, Int(number) < identifiers.count else {
        throw Account.Contradiction("the identifier that it ends is not known")
      }
      identifiers[Int(number)].to = place(of: record)
      members[Int(member)].endIdentifier(number)
    case .merge:
      guard let survivor = record.counterparty, Int(survivor) < members.count,
        survivor != member
      else { throw Account.Contradiction("the member that stays is not known") }
      members[Int(survivor)].otherIdentifiers += members[Int(member)].currentIdentifiers
      members[Int(member)].merged = Member.Merger(
        into: survivor, effective: record.effective, sequence: record.sequence)
    default: break
    }
  }
}
