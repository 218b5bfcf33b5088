import PointsLedger

/// What the clock does to an account by itself: the timed release of a hold, or the expiry of a
/// lot.
struct NaiveBooking {
  var kind: EntryKind
  /// The hold; the lot's origin.
  var original: Int
  var effective: Instant
  var parts: [NaivePart]
  var effects: [NaiveEffect]
}

extension NaiveAccount {
  /// Everything that the clock does up to and at `limit`, in order.
  ///
  /// By instant; at one instant the releases come first, in order of the holds, each followed by
  /// the expiry of what it freed into dead lots; then the other expiries, in order of consumption.
  func bookings(upTo limit: Instant) -> [NaiveBooking] {
    var account = self
    var result: [NaiveBooking] = []
    while let now = account.nextOfClock(upTo: limit) {
      let due = account.holds.filter { $0.ends == now }.min { $0.sequence < $1.sequence }
      if let hold = due {
        let release = account.release(of: hold)
        account.apply(release.effects, at: now)
        result.append(release)
        let freed = Set(hold.parts.map(\.lot))
        for expiry in account.expiries(at: now, where: { freed.contains($0.name) }) {
          account.apply(expiry.effects, at: now)
          result.append(expiry)
        }
      } else {
        for expiry in account.expiries(at: now, where: { _ in true }) {
          account.apply(expiry.effects, at: now)
          result.append(expiry)
        }
      }
    }
    return result
  }

  /// The account after these bookings.
  func advanced(to limit: Instant) -> NaiveAccount {
    var account = self
    for booking in bookings(upTo: limit) { account.apply(booking.effects, at: booking.effective) }
    return account
  }

  /// One `expire` for each dead lot with free points that `isAsked`, in order of consumption,
  /// effective at `now`.
  func expiries(at now: Instant, where isAsked: (NaiveLot) -> Bool) -> [NaiveBooking] {
    lots.filter { $0.free > 0 && $0.isDead(at: now) && isAsked($0) }
      .sorted(by: NaiveLot.isConsumedBefore)
      .map { lot in
        NaiveBooking(
          kind: .expire, original: lot.origin, effective: now,
          parts: [NaivePart(lot: lot.name, origin: lot.origin, points: lot.free)],
          effects: [
            .move(lot: lot.name, points: lot.free, from: .free, to: .expired),
            .expired(lot.free),
          ])
      }
  }

  /// Free points pay what is owed: the oldest debt first, lots in order of consumption, active ones
  /// before pending ones.
  func payments(at now: Instant) -> [NaiveEffect] {
    var effects: [NaiveEffect] = []
    var debts = self.debts
    for lot in availableLots(at: now) + pendingLots(at: now) {
      var free = lot.free
      for index in debts.indices {
        let points = min(free, debts[index].points)
        guard points > 0 else { continue }
        effects.append(.move(lot: lot.name, points: points, from: .free, to: .reversed))
        effects.append(
          .pay(
            debt: debts[index].sequence,
            NaivePart(lot: lot.name, origin: lot.origin, points: points)))
        free -= points
        debts[index].points -= points
      }
    }
    return effects
  }

  /// `effects`, and the payments of arrears that follow from them.
  func paying(_ effects: [NaiveEffect], at now: Instant) -> [NaiveEffect] {
    var after = self
    after.apply(effects, at: now)
    return effects + after.payments(at: now)
  }

  private func nextOfClock(upTo limit: Instant) -> Instant? {
    let ends = holds.map(\.ends)
    let deaths = lots.filter { $0.free > 0 }.compactMap { lot in
      lot.death.map { max($0, lot.arrived) }
    }
    return (ends + deaths).filter { $0 <= limit }.min()
  }

  private func release(of hold: NaiveHold) -> NaiveBooking {
    let freeing = hold.parts.map {
      NaiveEffect.move(lot: $0.lot, points: $0.points, from: .held, to: .free)
    }
    return NaiveBooking(
      kind: .release, original: hold.sequence, effective: hold.ends, parts: [],
      effects: paying(freeing + [.closeHold(sequence: hold.sequence)], at: hold.ends))
  }
}
