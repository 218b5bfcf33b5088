import PointsLedger

extension NaiveState {
  /// The most holds that can be open on an account at once.
  static let maximumHolds = 10_240

  /// `redeem`, `hold`, a negative `adjust`.
  mutating func debit(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let post = asked.post
    let points = post.points?.minorUnits.magnitude ?? 0
    let unit = try unit(of: asked)
    let member = try member(of: asked)
    let index = account(member, unit)
    let effective = decided(asked)
    let origins = try origins(of: asked, account: index, effective: effective)
    if members[member].isFrozen { throw NaiveRefusal(.memberFrozen) }
    let account = account(index, member: member, unit: unit, at: effective)
    if post.kind == .hold, account.holds.count >= Self.maximumHolds {
      throw NaiveRefusal(.balanceOutOfRange)
    }
    if post.overdraws == true {
      let index = accountMade(member, unit)
      return overdraw(asked, of: account, from: origins ?? [], on: index, at: effective)
    }
    let parts = take(
      Int64(points), of: account, from: origins, isPartial: post.partial == true, at: effective)
    let taken = parts.reduce(0) { $0 + $1.points }
    guard let index, taken == Int64(points) || (post.partial == true && taken > 0) else {
      throw NaiveRefusal(
        .insufficientPoints(
          available: Points(minorUnits: available(of: account, from: origins, at: effective))))
    }

    book(index, upTo: effective)
    var entry = asked.entry(effective: effective, account: index)
    entry.parts = parts
    entry.amount = taken
    var effects: [NaiveEffect]
    if post.kind == .hold {
      effects = parts.map { .move(lot: $0.lot, points: $0.points, from: .free, to: .held) }
      effects.append(
        .openHold(
          NaiveHold(
            sequence: entries.count, deadline: asked.expires ?? effective, effective: effective,
            parts: parts)))
    } else {
      effects = parts.map { .move(lot: $0.lot, points: $0.points, from: .free, to: .redeemed) }
      if post.kind == .redeem { effects.append(.redeemed(taken)) }
      entry.change = -taken
    }
    entry.effects = [(index, effects + [.active(post.kind)])]
    return write(entry)
  }

  /// A negative `adjust` of which what is short is owed.
  private mutating func overdraw(
    _ asked: NaiveCase, of account: NaiveAccount, from origins: [Int], on index: Int,
    at effective: Instant
  ) -> Int {
    let points = Int64(asked.post.points?.minorUnits.magnitude ?? 0)
    let available = account.availableLots(at: effective)
    let named = origins.flatMap { origin in available.filter { $0.origin == origin } }
    let others = available.filter { !origins.contains($0.origin) }
    var left = points
    var parts: [NaivePart] = []
    for lot in named + others + account.pendingLots(at: effective) where left > 0 {
      let taken = min(left, lot.free)
      parts.append(NaivePart(lot: lot.name, origin: lot.origin, points: taken))
      left -= taken
    }
    book(index, upTo: effective)
    var effects: [NaiveEffect] = parts.map {
      .move(lot: $0.lot, points: $0.points, from: .free, to: .redeemed)
    }
    if left > 0 { effects.append(.owe(NaiveDebt(sequence: entries.count, points: left))) }
    var entry = asked.entry(effective: effective, account: index)
    entry.parts = parts
    entry.amount = points
    entry.change = -points
    entry.arrears = left
    entry.effects = [(index, effects + [.active(.adjust)])]
    return write(entry)
  }

  /// `capture`: takes from the hold in the order held; the rest returns, or stays held.
  mutating func capture(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let (index, effective, original) = try heldOriginal(of: asked)
    if members[accounts[index].member].isFrozen { throw NaiveRefusal(.memberFrozen) }
    guard let hold = accounts[index].advanced(to: effective).hold(original) else {
      throw NaiveRefusal(.holdClosed)
    }
    let points = asked.post.points?.minorUnits ?? hold.points
    guard points <= hold.points else {
      throw NaiveRefusal(.insufficientPoints(available: Points(minorUnits: hold.points)))
    }

    book(index, upTo: effective)
    var effects: [NaiveEffect] = []
    var taken: [NaivePart] = []
    var rest: [NaivePart] = []
    var left = points
    for part in hold.parts {
      let points = min(left, part.points)
      left -= points
      if points > 0 {
        effects.append(.move(lot: part.lot, points: points, from: .held, to: .redeemed))
        taken.append(NaivePart(lot: part.lot, origin: part.origin, points: points))
      }
      if points < part.points, asked.post.partial == true {
        rest.append(NaivePart(lot: part.lot, origin: part.origin, points: part.points - points))
      } else if points < part.points {
        effects.append(.move(lot: part.lot, points: part.points - points, from: .held, to: .free))
      }
    }
    effects += [.closeHold(sequence: original), .redeemed(points), .active(.capture)]
    if !rest.isEmpty {
      var open = hold
      open.parts = rest
      effects.append(.openHold(open))
    }
    var entry = asked.entry(effective: effective, account: index)
    entry.original = original
    entry.parts = taken
    entry.amount = points
    entry.change = -points
    entry.effects = [(index, accounts[index].paying(effects, at: effective))]
    let sequence = write(entry)
    expireWhatFellToDeadLots(of: index, at: effective)
    return sequence
  }

  /// `release`: gives a hold back.
  mutating func release(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let (index, effective, original) = try heldOriginal(of: asked)
    guard let hold = accounts[index].advanced(to: effective).hold(original) else {
      throw NaiveRefusal(.holdClosed)
    }
    book(index, upTo: effective)
    let effects: [NaiveEffect] =
      hold.parts.map { .move(lot: $0.lot, points: $0.points, from: .held, to: .free) }
      + [.closeHold(sequence: original), .active(.release)]
    var entry = asked.entry(effective: effective, account: index)
    entry.original = original
    entry.effects = [(index, accounts[index].paying(effects, at: effective))]
    let sequence = write(entry)
    expireWhatFellToDeadLots(of: index, at: effective)
    return sequence
  }

  /// The account, the instant and the hold of a capture or release.
  private func heldOriginal(
    of asked: NaiveCase
  ) throws(NaiveRefusal) -> (account: Int, effective: Instant, hold: Int) {
    let unit = try unit(of: asked)
    let member = try member(of: asked)
    let index = account(member, unit)
    let effective = decided(asked)
    guard let original = entry(asked.post.original), original.kind == .hold,
      let home = original.account, let index, survivingAccount(of: home) == index
    else {
      throw NaiveRefusal(.unknownOriginal)
    }
    return (index, effective, original.sequence)
  }

  // MARK: Taking

  /// The origins that the post names; nil for the usual order. Each is a credit of this account, or
  /// has a live lot there.
  func origins(
    of asked: NaiveCase, account: Int?, effective: Instant
  ) throws(NaiveRefusal) -> [Int]? {
    guard !asked.post.lots.isEmpty else { return nil }
    var origins: [Int] = []
    for reference in asked.post.lots {
      guard let account, let credit = entry(reference),
        accounts[account].lots.contains(where: { lot in
          lot.origin == credit.sequence
            && (isOwn(credit, of: account) || lot.remaining > 0 && !lot.isDead(at: effective))
        })
      else {
        throw NaiveRefusal(.unknownOriginal)
      }
      origins.append(credit.sequence)
    }
    return origins
  }

  /// Whether the entry belongs to what is this account now.
  private func isOwn(_ entry: NaiveEntry, of account: Int) -> Bool {
    entry.account.flatMap { survivingAccount(of: $0) } == account
  }

  /// The parts that a debit takes, in order; none if there are too few points and it may not be
  /// partial.
  func take(
    _ points: Int64, of account: NaiveAccount, from origins: [Int]?, isPartial: Bool,
    at effective: Instant
  ) -> [NaivePart] {
    var left = points
    var parts: [NaivePart] = []
    for lot in takeable(of: account, from: origins, at: effective) where left > 0 {
      let points = min(left, lot.free)
      parts.append(NaivePart(lot: lot.name, origin: lot.origin, points: points))
      left -= points
    }
    return left == 0 || isPartial ? parts : []
  }

  func available(of account: NaiveAccount, from origins: [Int]?, at effective: Instant) -> Int64 {
    takeable(of: account, from: origins, at: effective).reduce(0) { $0 + $1.free }
  }

  private func takeable(
    of account: NaiveAccount, from origins: [Int]?, at effective: Instant
  ) -> [NaiveLot] {
    let lots = account.availableLots(at: effective)
    guard let origins else { return lots }
    return origins.flatMap { origin in lots.filter { $0.origin == origin } }
  }
}
