extension Account {
  /// The effect of a plain post on an account.
  struct PlainEffect {
    let effective: Int64
    /// The account's entry before it.
    let previous: UInt64?
    let balanceAfter: Int64
    let allocations: [Allocation]
  }

  /// The effect of the refusal of a plain post on an account.
  struct PlainRefusalEffect {
    let effective: Int64
    /// The account's entry before it.
    let previous: UInt64?
    let balanceAfter: Int64
    let available: Int64
  }

  /// Whether it has only plain lots and nothing rare: the clock then looks at their dates alone.
  @inline(__always) var hasOnlyPlainLots: Bool { isPlain && lots.isPlain && !lots.hasSliding }

  /// Applies a plain post as the entry `sequence`, with the same result as the general rules and
  /// `apply`. Nil, with nothing changed, if the general rules have to decide.
  ///
  /// - Parameter earliest: The effective instant is not before this.
  mutating func apply(
    _ post: PlainPost, as sequence: UInt64, notBefore earliest: Int64
  ) -> PlainEffect? {
    let effective = max(post.occurred, settled, earliest)
    guard hasOnlyPlainLots, lots.firstExpiry > effective else { return nil }
    var allocations: [Allocation] = []
    if post.isCredit {
      // A late credit is active before it arrives, so its lot is not plain.
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

  /// Notes that the entry `sequence` refused a plain redemption, with the same result as the
  /// general rules and `apply`. Nil, with nothing changed, if the general rules have to decide, or
  /// if there are enough points.
  ///
  /// - Parameter earliest: The effective instant is not before this.
  mutating func refuse(
    _ post: PlainPost, as sequence: UInt64, notBefore earliest: Int64
  ) -> PlainRefusalEffect? {
    let effective = max(post.occurred, settled, earliest)
    // Expiries up to then are not booked: a refusal leaves the lots as they are.
    guard hasOnlyPlainLots,
      let available = plainBalance(at: effective)?.available.minorUnits,
      available < post.points
    else { return nil }
    let previous = last
    last = sequence
    return PlainRefusalEffect(
      effective: effective, previous: previous, balanceAfter: lots.total, available: available)
  }

  /// Expires the first lot by the entry `sequence`, as `apply` does. Nil, with nothing changed, if
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
