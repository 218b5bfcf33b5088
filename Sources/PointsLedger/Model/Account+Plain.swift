extension Account {
  /// What a plain post did to an account.
  struct PlainEffect {
    let effective: Int64
    /// The entry before it.
    let previous: UInt64?
    let balanceAfter: Int64
    let allocations: [Allocation]
  }

  /// What the refusal of a plain post found on an account.
  struct PlainRefusalEffect {
    let effective: Int64
    /// The entry before it.
    let previous: UInt64?
    let balanceAfter: Int64
    let available: Int64
  }

  /// Whether it has nothing but plain lots, whose dates are all that the clock looks at.
  @inline(__always) var hasOnlyPlainLots: Bool { isPlain && lots.isPlain && !lots.hasSliding }

  /// Applies a plain post as the entry `sequence`, as the rules for all posts and `apply` do. Nil,
  /// with nothing changed, where it takes these to tell what becomes of it.
  ///
  /// - Parameter earliest: Nothing may be effective before.
  mutating func apply(
    _ post: PlainPost, as sequence: UInt64, notBefore earliest: Int64
  ) -> PlainEffect? {
    let effective = max(post.occurred, settled, earliest)
    guard hasOnlyPlainLots, lots.firstExpiry > effective else { return nil }
    var allocations: [Allocation] = []
    if post.isCredit {
      // A credit that is late is active before it arrives: no plain lot.
      guard effective == post.occurred, hasRoom(points: post.points, lots: 1) else {
        return nil
      }
      gross &+= post.points
      lots.insert(
        PlainLot(
          origin: sequence, arrivedAt: effective, expires: post.expires ?? Lot.never,
          remaining: post.points))
    } else {
      guard lots.total >= post.points else { return nil }
      lots.takeFirst(post.points) { lot, points in
        allocations.append(Allocation(of: Lot(lot), points: points))
      }
    }
    let previous = last
    last = sequence
    settled = effective
    addLifetime(post.kind, post.points)
    return PlainEffect(
      effective: effective, previous: previous, balanceAfter: lots.total, allocations: allocations)
  }

  /// Notes that a plain redemption was refused by the entry `sequence`, as the rules for all posts and
  /// `apply` do. Nil, with nothing changed, where it takes these to tell what becomes of it, or where there
  /// are enough points.
  ///
  /// - Parameter earliest: Nothing may be effective before.
  mutating func refuse(
    _ post: PlainPost, as sequence: UInt64, notBefore earliest: Int64
  ) -> PlainRefusalEffect? {
    let effective = max(post.occurred, settled, earliest)
    // What expires by then is not booked: a refusal leaves the lots as they are.
    guard hasOnlyPlainLots,
      let available = plainBalance(at: effective)?.available.minorUnits,
      available < post.points
    else { return nil }
    let previous = last
    last = sequence
    return PlainRefusalEffect(
      effective: effective, previous: previous, balanceAfter: lots.total, available: available)
  }

  /// Lets the first lot expire by the entry `sequence`, as `apply` does. Nil, with nothing changed, where
  /// no plain lot expires by the instant.
  mutating func expireFirst(
    as sequence: UInt64, upTo instant: Int64, posted: Int64
  ) -> PlainExpiry? {
    guard hasOnlyPlainLots, lots.firstExpiry <= instant, let lot = lots.takeFirstLot() else {
      return nil
    }
    let expiry = PlainExpiry(
      sequence: sequence, posted: posted, member: member, unit: unit, lot: lot,
      effective: max(lot.expires, settled), previous: last, balanceAfter: lots.total)
    last = sequence
    settled = expiry.effective
    addLifetime(.expire, lot.remaining)
    return expiry
  }
}
