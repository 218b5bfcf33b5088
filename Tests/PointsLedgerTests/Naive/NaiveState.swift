import PointsLedger

/// The whole knowledge of the naive model. It is a value, so that an atomic group can be rolled
/// back.
struct NaiveState {
  var entries: [NaiveEntry] = []
  /// Those of them that change whom an identifier names.
  var namings: [NaiveEntry] = []
  /// The periods of identifiers that were erased.
  var erasedPeriods: Set<Int> = []
  var units: [NaiveUnit] = []
  var members: [NaiveMember] = []
  /// In order of their first entries.
  var accounts: [NaiveAccount] = []
  /// The effects of entries on each of them.
  var journals: [[NaiveStep]] = []
  var decisions: [Reference: NaiveDecision] = [:]
  var undone: [Int: NaiveUndone] = [:]
  /// Everything that occurred before is closed.
  var closed: Instant?
  var posted: Instant {
    didSet { if posted > oldValue { acceptedClock = nil } }
  }
  /// The clock far behind `posted` that the operator accepted, until an entry is posted later.
  var acceptedClock: Instant?
  var lotsMade = 0
  /// The first entry that was not dropped. The model keeps the others, but answers as if they were
  /// gone.
  var cut = 0
  var enrollsUnknownMembers: Bool

  init(posted: Instant, enrollsUnknownMembers: Bool) {
    self.posted = posted
    self.enrollsUnknownMembers = enrollsUnknownMembers
  }

  func unit(_ code: UnitCode?) -> Int? {
    guard let code else { return 0 }
    return units.firstIndex { $0.code == code }
  }

  /// The unit of a post: of one that leaves it out, that of its original.
  func unit(for post: Post) -> Int? {
    guard post.unit == nil, let original = post.original.flatMap({ decisions[$0] }),
      original.post.kind != .unit
    else { return unit(post.unit) }
    return unit(original.unit)
  }

  /// The member that the identifier names now.
  func member(_ identifier: MemberIdentifier) -> Int? {
    members.firstIndex { $0.identifiers.contains(identifier) }
  }

  /// The member itself or, if it was merged away, the one that has its accounts now.
  func survivor(of member: Int) -> Int {
    var member = member
    while let next = members[member].survivor { member = next }
    return member
  }

  func account(_ member: Int, _ unit: Int) -> Int? {
    accounts.firstIndex { $0.member == member && $0.unit == unit }
  }

  /// The account to which the content of `account` was moved.
  func survivingAccount(of account: Int) -> Int? {
    self.account(survivor(of: accounts[account].member), accounts[account].unit)
  }

  mutating func accountMade(_ member: Int, _ unit: Int) -> Int {
    if let known = account(member, unit) { return known }
    accounts.append(NaiveAccount(member: member, unit: unit))
    journals.append([])
    return accounts.count - 1
  }

  mutating func lotName() -> Int {
    lotsMade += 1
    return lotsMade
  }

  /// The posted entry with the reference; a refusal is an entry too.
  func entry(_ reference: Reference?) -> NaiveEntry? {
    guard let reference, let decision = decisions[reference] else { return nil }
    return entries[decision.sequence]
  }

  /// The instant at which a post is decided: when it occurred, or the latest at which one of its
  /// accounts is settled, or the last close.
  func decided(_ asked: NaiveCase) -> Instant {
    let member = asked.post.member.flatMap { self.member($0) }
    let other = asked.post.counterparty.flatMap { self.member($0) }
    let members = [member, other].compactMap(\.self)
    var touched: [Int] = []
    switch asked.post.kind {
    case .unit, .closePeriod, .enroll, .link, .unlink, .freeze, .unfreeze: break
    case .merge: touched = accounts.indices.filter { members.contains(accounts[$0].member) }
    default:
      guard let unit = unit(for: asked.post), member != nil else { break }
      touched = members.compactMap { account($0, unit) }
      if asked.post.kind == .reverse, let receiver = entry(asked.post.original)?.receiver,
        let other = account(survivor(of: accounts[receiver].member), unit)
      {
        touched.append(other)
      }
    }
    let settled = touched.compactMap { accounts[$0].settled }
    return
      ([asked.occurred, closed ?? asked.occurred] + settled + handovers(before: asked)).max()
      ?? asked.occurred
  }

  // MARK: Writing

  /// Appends the entry and applies it. Returns its sequence number.
  @discardableResult
  mutating func write(_ entry: NaiveEntry) -> Int {
    var entry = entry
    entry.sequence = entries.count
    for (account, effects) in entry.effects {
      accounts[account].apply(effects, at: entry.effective)
      journals[account].append(
        NaiveStep(sequence: entry.sequence, effective: entry.effective, effects: effects))
    }
    if let account = entry.account {
      entry.balanceAfter = accounts[account].net
      entry.member = accounts[account].member
      entry.unit = accounts[account].unit
    }
    if let identifier = entry.post?.member { entry.member = entry.member ?? member(identifier) }
    for naming in entry.namings {
      for index in members.indices {
        members[index].identifiers.removeAll { $0 == naming.identifier }
      }
      if let member = naming.member { members[member].identifiers.append(naming.identifier) }
    }
    if let ended = entry.ended, let survivor = entry.namings.first?.member {
      members[ended].survivor = survivor
    }
    if let identifier = entry.post?.member, entry.kind == .enroll {
      entry.member = member(identifier)
    }
    entries.append(entry)
    if !entry.namings.isEmpty { namings.append(entry) }
    return entry.sequence
  }

  /// Writes the effect of the entry at `sequence`, just written, in another account.
  mutating func writeCounter(
    of sequence: Int, on account: Int, change: Int64, parts: [NaivePart] = [],
    effects: [NaiveEffect]
  ) {
    write(
      NaiveEntry(
        sequence: 0, kind: .counter, occurred: entries[sequence].occurred,
        effective: entries[sequence].effective, account: account, original: sequence,
        parts: parts, change: change, effects: [(account, effects)]))
  }

  /// Writes the clock's work on the account up to `limit`.
  @discardableResult
  mutating func book(_ account: Int, upTo limit: Instant) -> [NaiveBooking] {
    let bookings = accounts[account].bookings(upTo: limit)
    for booking in bookings { write(booking, on: account) }
    return bookings
  }

  /// Writes an `expire` for each dead lot that has free points because of the entry just written.
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
