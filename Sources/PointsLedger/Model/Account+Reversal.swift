extension Account {
  /// The points that the reversal of a credit takes.
  package struct ClawBack: Sendable {
    package var allocations: [Allocation] = []
    package var taken: Int64 = 0
    /// Points of the credit that expired unused and need not be taken.
    package var covered: Int64 = 0
    /// Points that are neither available nor covered.
    package var short: Int64 = 0
  }

  /// Finds `points` of the reversed credit `origin`: first its own lot, then the part of it that
  /// expired unused (at most `expired`), then the other free lots in order of consumption, active
  /// ones before pending ones. Held points are never taken.
  package func clawBack(
    _ points: Int64, of origin: UInt64, expired: Int64, at instant: Int64
  ) -> ClawBack {
    var result = ClawBack()
    var left = points
    let own = LotID(created: SequenceNumber(origin), ordinal: 0)
    func take(_ lot: Lot) {
      let part = min(left, lot.free)
      guard part > 0 else { return }
      result.allocations.append(Allocation(of: lot, points: part))
      result.taken &+= part
      left &-= part
    }
    if let position = lots.position(of: own) { take(lots[position]) }
    result.covered = min(left, expired)
    left &-= result.covered
    for wantsPending in [false, true] {
      var position = 0
      while left > 0, position < lots.count {
        let lot = lots[position]
        if lot.id != own, (lot.activates > instant) == wantsPending { take(lot) }
        position += 1
      }
    }
    result.short = left
    return result
  }

  /// The lots to which the points of a reversed debit go back.
  package struct Restoration: Sendable {
    /// Back to their lots; to dead ones too if the policy says so.
    package var allocations: [Allocation] = []
    /// New lots in place of dead ones.
    package var newLots: [NewLot] = []
    /// Free points that live lots on the account gain.
    package var gained: [LotID: Int64] = [:]
    /// The number of lots that the account gains, until the dead ones are booked.
    package var arrivals = 0
    /// Live lots that come back to the account.
    package var arriving: [Lot] = []
  }

  /// Plans how the entry `sequence` gives `slices` back at `instant`.
  package func restoration(
    of slices: [Allocation], restore: UnitTerms.Restore, sliding: SlidingRule,
    sequence: UInt64,
    at instant: Int64
  ) -> Restoration {
    var result = Restoration()
    for slice in slices {
      let points = slice.points.minorUnits
      if let position = position(ofLot: slice) {
        if !isDead(lots[position], at: instant) {
          result.allocations.append(slice)
          result.gained[slice.lot, default: 0] &+= points
          continue
        }
      } else if let lot = revived(slice, at: instant) {
        result.allocations.append(slice)
        if let index = result.arriving.firstIndex(where: { $0.id == lot.id }) {
          result.arriving[index].remaining &+= points
        } else {
          result.arriving.append(lot)
          result.arrivals += 1
        }
        continue
      }
      switch restore {
      case .original:
        result.allocations.append(slice)
        if position(ofLot: slice) == nil { result.arrivals += 1 }
      case .grace(let days):
        add(points, slice.origin.value, days, sliding, sequence, instant, &result)
      case .reissue(let days):
        add(points, sequence, days, sliding, sequence, instant, &result)
      }
    }
    return result
  }

  /// The lot of `slice` as it would come back to the account, if it is still alive.
  private func revived(_ slice: Allocation, at instant: Int64) -> Lot? {
    guard !slice.sliding.isSome else { return nil }
    let expires = extensions[slice.lot] ?? slice.expires?.milliseconds ?? Lot.never
    guard expires > instant else { return nil }
    return Lot(
      id: slice.lot, origin: slice.origin.value, arrival: slice.arrival,
      arrivedAt: instant, activates: slice.activates.milliseconds, expires: expires,
      sliding: .none, remaining: slice.points.minorUnits)
  }

  private func add(
    _ points: Int64, _ origin: UInt64, _ days: UInt32, _ sliding: SlidingRule, _ sequence: UInt64,
    _ instant: Int64, _ result: inout Restoration
  ) {
    let ordinal: Int
    if let index = result.newLots.firstIndex(where: { $0.origin == origin }) {
      result.newLots[index].points &+= points
      ordinal = index
    } else {
      ordinal = result.newLots.count
      result.arrivals += 1
      result.newLots.append(
        NewLot(
          origin: origin, points: points, activates: instant,
          expires: Instant(clamping: instant).adding(days: Int64(days)).milliseconds,
          sliding: sliding))
    }
    let new = result.newLots[ordinal]
    let lot = Lot(
      id: LotID(created: SequenceNumber(sequence), ordinal: ordinal), origin: origin,
      arrival: sequence, arrivedAt: instant, activates: instant, expires: new.expires,
      sliding: sliding, remaining: new.points)
    if let index = result.arriving.firstIndex(where: { $0.id == lot.id }) {
      result.arriving[index] = lot
    } else {
      result.arriving.append(lot)
    }
  }

  /// What the reversal of a debit undoes: the last points first, so first what became arrears.
  package struct Undoing: Sendable {
    /// Of the debt: what is still owed is cancelled.
    package var cancelled: Int64
    /// What later credits paid of it comes back to the lots that paid.
    package var repaid: Int64
    /// What the debit took comes back, after `done` points of that did before.
    package var taken: Int64
    package var done: Int64

    /// - Parameters:
    ///   - owing: The points that the debit left owing.
    ///   - owed: What is still owed of them.
    ///   - done: The points of the debit that were reversed before.
    init(_ points: Int64, owing: Int64, owed: Int64, done: Int64) {
      let part = min(points, max(0, owing &- done))
      cancelled = min(part, owed)
      repaid = part &- cancelled
      taken = points &- part
      self.done = max(0, done &- owing)
    }
  }

  package func position(ofLot slice: Allocation) -> Int? {
    let expires = extensions[slice.lot] ?? slice.expires?.milliseconds ?? Lot.never
    return lots.position(of: slice.lot, expires: expires, origin: slice.origin.value)
      ?? (extensions.isEmpty ? nil : lots.position(of: slice.lot))
  }

  /// The part of `allocations` that a reversal of `points` undoes after `done` points were already
  /// reversed: the last ones first.
  package static func lastSlices(
    of allocations: [Allocation], done: Int64, points: Int64
  ) -> [Allocation] {
    var skip = done
    var left = points
    var result: [Allocation] = []
    for allocation in allocations.reversed() where left > 0 {
      var part = allocation.points.minorUnits
      let skipped = min(skip, part)
      skip &-= skipped
      part &-= skipped
      part = min(part, left)
      guard part > 0 else { continue }
      left &-= part
      result.append(allocation.with(points: part))
    }
    return result
  }
}

extension Allocation {
  /// The same lot with other points and, for a lot that a merge moved to another account, with that
  /// arrival.
  package func with(points: Int64, arrival: UInt64? = nil) -> Allocation {
    Allocation(
      lot: lot, arrival: arrival ?? self.arrival, origin: origin,
      points: Points(minorUnits: points),
      activates: activates, expires: expires, sliding: sliding)
  }
}
