import PointsLedger

extension NaiveState {
  mutating func transfer(_ asked: NaiveCase) throws(NaiveRefusal) -> Int {
    let points = asked.post.points?.minorUnits ?? 0
    let unit = try unit(of: asked)
    let member = try member(of: asked)
    let from = account(member, unit)
    let other = try counterparty(of: asked, member: member)
    let known = account(other, unit)
    let effective = decided(asked)
    let origins = try origins(of: asked, account: from, effective: effective)
    if members[member].isFrozen || members[other].isFrozenForCredits {
      throw NaiveRefusal(.memberFrozen)
    }
    let sender = account(from, member: member, unit: unit, at: effective)
    let receiver = account(known, member: other, unit: unit, at: effective)
    let parts = take(points, of: sender, from: origins, isPartial: false, at: effective)
    guard hasRange(receiver, for: points, lots: parts.count) else {
      throw NaiveRefusal(.balanceOutOfRange)
    }
    guard let from, !parts.isEmpty else {
      throw NaiveRefusal(
        .insufficientPoints(
          available: Points(minorUnits: available(of: sender, from: origins, at: effective))))
    }

    book(from, upTo: effective)
    if let known { book(known, upTo: effective) }
    let to = accountMade(other, unit)
    var received: [NaiveLot] = []
    for part in parts {
      guard let lot = sender.lot(part.lot) else { continue }
      received.append(
        NaiveLot(
          name: lotName(), origin: lot.origin, points: part.points, activates: lot.activates,
          expires: lot.expires, inactivity: lot.inactivity, arrived: effective))
    }
    var entry = asked.entry(effective: effective, account: from)
    entry.parts = parts
    entry.amount = points
    entry.change = -points
    entry.receiver = to
    entry.receivedLots = received.map(\.name)
    entry.effects = [
      (
        from,
        parts.map { .move(lot: $0.lot, points: $0.points, from: .free, to: .transferredOut) }
          + [.active(.transfer)]
      )
    ]
    let sequence = write(entry)
    let arriving = received.map(NaiveEffect.addLot) + [.credited(points)]
    writeCounter(
      of: sequence, on: to, change: points,
      effects: accounts[to].paying(arriving, at: effective))
    return sequence
  }

  /// Takes back from the receiver, last allocations first, the free points of the lots that came
  /// from the transfer, and restores them to the sender.
  mutating func reverseTransfer(
    _ original: NaiveEntry, points asked: Int64, in reversal: NaiveReversal
  ) throws(NaiveRefusal) -> Int {
    guard let to = original.receiver.flatMap({ survivingAccount(of: $0) }) else {
      throw NaiveRefusal(.unknownOriginal)
    }
    let effective = reversal.effective
    let from = reversal.account
    let sender = accounts[from].advanced(to: effective)
    let receiver = accounts[to].advanced(to: effective)
    var undone = self.undone[original.sequence] ?? NaiveUndone(parts: original.parts.map { _ in 0 })
    guard hasRange(sender, for: asked, lots: original.parts.count) else {
      throw NaiveRefusal(.balanceOutOfRange)
    }
    var left = asked
    var restored: [NaivePart] = []
    var taken: [NaivePart] = []
    for index in original.parts.indices.reversed() where left > 0 {
      let part = original.parts[index]
      let name = original.receivedLots[index]
      guard let lot = receiver.lot(name), !lot.isDead(at: effective) else { continue }
      let points = min(left, lot.free, part.points - undone.parts[index])
      guard points > 0 else { continue }
      restored.append(NaivePart(lot: part.lot, origin: part.origin, points: points))
      taken.append(NaivePart(lot: name, origin: part.origin, points: points))
      undone.parts[index] += points
      left -= points
    }
    guard left == 0 else {
      throw NaiveRefusal(.insufficientPoints(available: Points(minorUnits: asked - left)))
    }

    book(from, upTo: effective)
    if to != from { book(to, upTo: effective) }
    undone.points += asked
    self.undone[original.sequence] = undone
    var entry = reversal.asked.entry(effective: effective, account: from)
    entry.original = original.sequence
    entry.change = asked
    let sequence = writeRestore(
      restored.map { ($0, .transferredOut) }, lifetime: [.active(.reverse)], entry: entry,
      account: from)
    writeCounter(
      of: sequence, on: to, change: -asked, parts: taken,
      effects: taken.map {
        .move(lot: $0.lot, points: $0.points, from: .free, to: .reversed)
      })
    expireWhatFellToDeadLots(of: from, at: effective)
    return sequence
  }
}
