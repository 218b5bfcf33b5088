extension Account {
  /// Pays the debts from the free points that an entry adds: oldest debt first, from the free lots
  /// in order of consumption, active ones before pending ones. Dead lots pay nothing: their points
  /// are breakage.
  ///
  /// - Parameters:
  ///   - instant: Separates active lots from pending ones.
  ///   - gained: Points that the entry frees on lots of this account, beyond those that are free
  ///     already.
  ///   - arriving: Lots that the entry brings.
  ///   - all: The debts to pay; nil for those of this account.
  package func payments(
    at instant: Int64, gained: [LotID: Int64] = [:], arriving: [Lot] = [], debts all: [Debt]? = nil
  ) -> [Payment] {
    var open = all ?? debts
    guard !open.isEmpty else { return [] }
    var candidates: [(lot: Lot, free: Int64)] = []
    for position in 0..<lots.count {
      let lot = lots[position]
      let free = lot.free &+ (gained[lot.id] ?? 0)
      if free > 0, !isDead(lot, at: instant) { candidates.append((lot, free)) }
    }
    for lot in arriving where lot.free > 0 && !isDead(lot, at: instant) {
      if let index = candidates.firstIndex(where: { $0.lot.id == lot.id }) {
        candidates[index].free &+= lot.free
      } else {
        candidates.append((lot, lot.free))
      }
    }
    candidates.sort { lhs, rhs in
      let late = (lhs.lot.activates > instant, rhs.lot.activates > instant)
      return late.0 != late.1 ? !late.0 : lhs.lot.comesBefore(rhs.lot)
    }
    var result: [Payment] = []
    for (lot, free) in candidates {
      var left = free
      while left > 0, let debt = open.first {
        let points = min(left, debt.remaining)
        result.append(Payment(debt: debt.origin, lot: lot.id, origin: lot.origin, points: points))
        left &-= points
        open[0].remaining &-= points
        if open[0].remaining == 0 { open.removeFirst() }
      }
      if open.isEmpty { break }
    }
    return result
  }
}
