import PointsLedger

/// A reversal of an entry of the right account, still to be decided.
struct NaiveReversal {
  var asked: NaiveCase
  var account: Int
  var effective: Instant
}

extension NaiveState {
  mutating func reverse(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let unit = try unit(of: asked)
    let member = try member(of: asked)
    let index = account(member, unit)
    let effective = decided(asked)
    guard let original = entry(asked.post.original),
      original.member.map({ survivor(of: $0) }) == member
    else {
      throw NaiveRefusal(.unknownOriginal)
    }
    let reversible: Set<EntryKind> = [.opening, .earn, .redeem, .capture, .adjust, .transfer]
    guard reversible.contains(original.kind) else {
      throw NaiveRefusal(.notReversible)
    }
    guard original.unit == unit, let index else { throw NaiveRefusal(.unknownOriginal) }
    let reversal = NaiveReversal(asked: asked, account: index, effective: effective)
    let left = original.amount - (undone[original.sequence]?.points ?? 0)
    let points = asked.post.points?.minorUnits ?? left
    guard left > 0, points <= left else {
      throw NaiveRefusal(.alreadyReversed(remaining: Points(minorUnits: left)))
    }
    if original.kind == .transfer {
      return try reverseTransfer(original, points: points, in: reversal)
    }
    return original.madeLot == nil
      ? try reverseDebit(original, points: points, in: reversal)
      : try reverseCredit(original, points: points, in: reversal)
  }

  // MARK: Credits

  private mutating func reverseCredit(
    _ original: NaiveEntry, points asked: Int64, in reversal: NaiveReversal
  ) throws(NaiveRefusal) -> Int {
    let effective = reversal.effective
    let index = reversal.account
    let account = accounts[index].advanced(to: effective)
    var undone = self.undone[original.sequence] ?? NaiveUndone(parts: [])
    var left = asked
    var parts: [NaivePart] = []
    func take(_ lot: NaiveLot) {
      let points = min(left, lot.free)
      guard points > 0 else { return }
      parts.append(NaivePart(lot: lot.name, origin: lot.origin, points: points))
      left -= points
    }
    if let own = account.lots.first(where: { $0.name == original.madeLot }) {
      take(own)
      let unused = min(left, own[.expired] - undone.expiredUsed)
      undone.expiredUsed += unused
      left -= unused
    }
    let others = account.availableLots(at: effective) + account.pendingLots(at: effective)
    for lot in others where lot.name != original.madeLot { take(lot) }

    let policy = units[account.unit].terms.reversal
    if left > 0, policy == .refuse {
      throw NaiveRefusal(.insufficientPoints(available: Points(minorUnits: asked - left)))
    }
    book(index, upTo: effective)
    undone.points += asked
    self.undone[original.sequence] = undone
    let taken = parts.reduce(0) { $0 + $1.points }
    let owed = policy == .arrears ? left : 0
    var effects: [NaiveEffect] = parts.map {
      .move(lot: $0.lot, points: $0.points, from: .free, to: .reversed)
    }
    if owed > 0 { effects.append(.owe(NaiveDebt(sequence: entries.count, points: owed))) }
    if original.kind != .adjust { effects.append(.earned(-(taken + owed))) }
    var entry = reversal.asked.entry(effective: effective, account: index)
    entry.original = original.sequence
    entry.parts = parts
    entry.change = -(taken + owed)
    entry.arrears = owed
    entry.effects = [(index, effects + [.active(.reverse)])]
    return write(entry)
  }

  // MARK: Debits

  private mutating func reverseDebit(
    _ original: NaiveEntry, points asked: Int64, in reversal: NaiveReversal
  ) throws(NaiveRefusal) -> Int {
    let effective = reversal.effective
    let index = reversal.account
    let account = accounts[index].advanced(to: effective)
    guard hasRange(account, for: asked, lots: original.parts.count) else {
      throw NaiveRefusal(.balanceOutOfRange)
    }
    var undone = self.undone[original.sequence] ?? NaiveUndone(parts: original.parts.map { _ in 0 })
    // A hold that ends now may pay the debt.
    book(index, upTo: effective)
    // The last points first: what the debit left owing, and then what it took.
    let owing = min(asked, original.arrears - undone.owing)
    let owed = account.debts.first { $0.sequence == original.sequence }?.points ?? 0
    let cancelled = min(owing, owed)
    var restored: [(part: NaivePart, bucket: NaiveBucket)] = []
    var left = owing - cancelled
    // Payments that came back before.
    var skipped = undone.owing - undone.cancelled
    for part in payments(of: original.sequence).reversed() {
      let skip = min(skipped, part.points)
      skipped -= skip
      let points = min(left, part.points - skip)
      guard points > 0 else { continue }
      restored.append((NaivePart(lot: part.lot, origin: part.origin, points: points), .reversed))
      left -= points
    }
    undone.owing += owing
    undone.cancelled += cancelled
    left = asked - owing
    for place in original.parts.indices.reversed() {
      let part = original.parts[place]
      let points = min(left, part.points - undone.parts[place])
      guard points > 0 else { continue }
      restored.append((NaivePart(lot: part.lot, origin: part.origin, points: points), .redeemed))
      undone.parts[place] += points
      left -= points
    }
    undone.points += asked
    self.undone[original.sequence] = undone
    var entry = reversal.asked.entry(effective: effective, account: index)
    entry.original = original.sequence
    entry.change = asked
    entry.cancelled = cancelled
    let lifetime: [NaiveEffect] =
      (original.kind == .adjust ? [] : [.redeemed(-asked)]) + [.active(.reverse)]
    let sequence = writeRestore(restored, lifetime: lifetime, entry: entry, account: index)
    expireWhatFellToDeadLots(of: index, at: effective)
    return sequence
  }

  /// What paid the debt that an entry left, in order.
  private func payments(of debt: Int) -> [NaivePart] {
    entries.flatMap { $0.effects.flatMap(\.effects) }.compactMap { effect in
      if case .pay(debt, let part) = effect { part } else { nil }
    }
  }

  /// Writes `entry`, which gives points back to their lots, from where they went. The policy in
  /// force decides about the points of dead lots.
  mutating func writeRestore(
    _ parts: [(part: NaivePart, bucket: NaiveBucket)], lifetime: [NaiveEffect],
    entry: NaiveEntry, account index: Int
  ) -> Int {
    let unit = units[accounts[index].unit]
    var effects: [NaiveEffect] = [.credited(entry.change - entry.cancelled)] + lifetime
    if let debt = entry.original, entry.cancelled > 0 {
      effects.append(.cancel(debt: debt, points: entry.cancelled))
    }
    var entry = entry
    var reissued: Int64 = 0
    var graced: [(origin: Int, points: Int64)] = []
    func lot(_ points: Int64, origin: Int, days: UInt32) -> NaiveLot {
      NaiveLot(
        name: lotName(), origin: origin, points: points, activates: entry.effective,
        expires: entry.effective.adding(days: Int64(days)), inactivity: unit.inactivity,
        arrived: entry.effective)
    }
    for (part, bucket) in parts {
      let isDead = accounts[index].lot(part.lot)?.isDead(at: entry.effective) == true
      guard isDead, unit.terms.restore != .original else {
        effects.append(.move(lot: part.lot, points: part.points, from: bucket, to: .free))
        entry.parts.append(part)
        continue
      }
      if bucket != .transferredOut {
        effects.append(.move(lot: part.lot, points: part.points, from: bucket, to: .transferredOut))
      }
      reissued += part.points
      if let known = graced.firstIndex(where: { $0.origin == part.origin }) {
        graced[known].points += part.points
      } else {
        graced.append((part.origin, part.points))
      }
    }
    if case .grace(let days) = unit.terms.restore {
      for (origin, points) in graced {
        effects.append(.addLot(lot(points, origin: origin, days: days)))
      }
    }
    if case .reissue(let days) = unit.terms.restore, reissued > 0 {
      effects.append(.addLot(lot(reissued, origin: entries.count, days: days)))
    }
    entry.effects = [(index, accounts[index].paying(effects, at: entry.effective))]
    return write(entry)
  }
}
