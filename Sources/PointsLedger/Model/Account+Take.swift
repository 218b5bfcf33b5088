extension Account {
  /// The lots that a debit takes from, or the points available if they do not suffice.
  package enum Taking: Sendable {
    case allocations([Allocation])
    case insufficient(available: Int64)
  }

  /// Takes `points` from the lots that are active at `instant`, in order of consumption. The
  /// clock's work up to then must be applied.
  package func take(_ points: Int64, at instant: Int64, partial: Bool) -> Taking {
    let available = lots.total &- lots.held &- lots.pending(at: instant)
    guard available > 0, partial || available >= points else {
      return .insufficient(available: available)
    }
    var left = min(points, available)
    var taken: [Allocation] = []
    var position = 0
    while left > 0, position < lots.count {
      let lot = lots[position]
      if lot.free > 0, lot.activates <= instant {
        let part = min(left, lot.free)
        taken.append(Allocation(of: lot, points: part))
        left &-= part
      }
      position += 1
    }
    return .allocations(taken)
  }

  /// Takes `points` from the lots that originate in `origins`, in that order.
  package func take(
    _ points: Int64, at instant: Int64, partial: Bool, named origins: [UInt64]
  ) -> Taking {
    var rank: [UInt64: Int] = [:]
    for (index, origin) in origins.enumerated() { rank[origin] = index }
    var found: [[Lot]] = Array(repeating: [], count: origins.count)
    var available: Int64 = 0
    for position in 0..<lots.count {
      let lot = lots[position]
      guard lot.free > 0, lot.activates <= instant, let index = rank[lot.origin] else { continue }
      found[index].append(lot)
      available &+= lot.free
    }
    guard available > 0, partial || available >= points else {
      return .insufficient(available: available)
    }
    var left = min(points, available)
    var taken: [Allocation] = []
    for lot in found.joined() where left > 0 {
      let part = min(left, lot.free)
      taken.append(Allocation(of: lot, points: part))
      left &-= part
    }
    return .allocations(taken)
  }

  /// Takes up to `points` from the active lots, those that originate in `origins` first, and then
  /// from the pending ones: so only held points are left beside arrears.
  package func overdraw(
    _ points: Int64, at instant: Int64, named origins: [UInt64]
  ) -> (allocations: [Allocation], short: Int64) {
    var left = points
    var taken: [Allocation] = []
    var seen: Set<LotID> = []
    func take(where fits: (Lot) -> Bool) {
      var position = 0
      while left > 0, position < lots.count {
        let lot = lots[position]
        position += 1
        guard lot.free > 0, fits(lot), seen.insert(lot.id).inserted else { continue }
        let part = min(left, lot.free)
        taken.append(Allocation(of: lot, points: part))
        left &-= part
      }
    }
    for origin in origins { take { $0.origin == origin && $0.activates <= instant } }
    take { $0.activates <= instant }
    take { _ in true }
    return (taken, left)
  }

  /// Whether a live lot with points on the account originates in `origin`.
  package func hasLot(from origin: UInt64, at instant: Int64) -> Bool {
    for position in 0..<lots.count {
      let lot = lots[position]
      if lot.origin == origin, lot.remaining > 0, !isDead(lot, at: instant) { return true }
    }
    return false
  }
}
