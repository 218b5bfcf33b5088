import PointsLedger

/// All that the naive model knows. A value, so that an atomic group can be taken back.
struct NaiveState {
  var entries: [NaiveEntry] = []
  var units: [NaiveUnit] = []
  var members: [NaiveMember] = []
  /// In order of their first entries.
  var accounts: [NaiveAccount] = []
  var decisions: [Reference: NaiveDecision] = [:]
  var undone: [Int: NaiveUndone] = [:]
  /// Everything that occurred before is closed.
  var closed: Instant?
  var posted: Instant
  var lotsMade = 0
  var enrollsUnknownMembers: Bool

  init(posted: Instant, enrollsUnknownMembers: Bool) {
    self.posted = posted
    self.enrollsUnknownMembers = enrollsUnknownMembers
  }

  func unit(_ code: UnitCode?) -> Int? {
    guard let code else { return 0 }
    return units.firstIndex { $0.code == code }
  }

  /// Whom the identifier names now.
  func member(_ identifier: MemberIdentifier) -> Int? {
    members.firstIndex { $0.identifiers.contains(identifier) }
  }

  /// The member itself or, merged away, who has its accounts now.
  func survivor(of member: Int) -> Int {
    var member = member
    while let next = members[member].survivor { member = next }
    return member
  }

  func account(_ member: Int, _ unit: Int) -> Int? {
    accounts.firstIndex { $0.member == member && $0.unit == unit }
  }

  /// The account that has what `account` had.
  func survivingAccount(of account: Int) -> Int? {
    self.account(survivor(of: accounts[account].member), accounts[account].unit)
  }

  mutating func accountMade(_ member: Int, _ unit: Int) -> Int {
    if let known = account(member, unit) { return known }
    accounts.append(NaiveAccount(member: member, unit: unit))
    return accounts.count - 1
  }

  mutating func lotName() -> Int {
    lotsMade += 1
    return lotsMade
  }

  /// The posted entry with the reference; a refusal is one, too.
  func entry(_ reference: Reference?) -> NaiveEntry? {
    guard let reference, let decision = decisions[reference] else { return nil }
    return entries[decision.sequence]
  }

  /// The instant at which a post on `accounts` is judged.
  func effective(_ occurred: Instant, accounts touched: [Int?]) -> Instant {
    var result = max(occurred, closed ?? occurred)
    for account in touched {
      if let account, let settled = accounts[account].settled { result = max(result, settled) }
    }
    return result
  }

  // MARK: Writing

  /// Appends the entry and does what it says. Returns its sequence number.
  @discardableResult
  mutating func write(_ entry: NaiveEntry) -> Int {
    var entry = entry
    entry.sequence = entries.count
    for (account, effects) in entry.effects {
      accounts[account].apply(effects, at: entry.effective)
    }
    if let account = entry.account { entry.balanceAfter = accounts[account].net }
    for naming in entry.namings {
      for index in members.indices {
        members[index].identifiers.removeAll { $0 == naming.identifier }
      }
      if let member = naming.member { members[member].identifiers.append(naming.identifier) }
    }
    if let ended = entry.ended, let survivor = entry.namings.first?.member {
      members[ended].survivor = survivor
    }
    entries.append(entry)
    return entry.sequence
  }

  /// Writes what the clock does on the account up to `limit`.
  @discardableResult
  mutating func book(_ account: Int, upTo limit: Instant) -> [NaiveBooking] {
    let bookings = accounts[account].bookings(upTo: limit)
    for booking in bookings { write(booking, on: account) }
    return bookings
  }

  /// Writes an `expire` for each lot that is dead and has free points all the same, because of
  /// the entry just written.
  mutating func expireWhatFellToDeadLots(of account: Int, at effective: Instant) {
    for booking in accounts[account].expiries(at: effective, where: { _ in true }) {
      write(booking, on: account)
    }
  }

  private mutating func write(_ booking: NaiveBooking, on account: Int) {
    let points = booking.parts.reduce(0) { $0 + $1.points }
    write(
      NaiveEntry(
        sequence: 0, kind: booking.kind, occurred: booking.effective, effective: booking.effective,
        account: account, original: booking.original, parts: booking.parts, change: -points,
        effects: [(account, booking.effects)]))
  }
}
