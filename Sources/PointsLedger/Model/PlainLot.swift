/// The fields of most lots: made by a credit that was active at once, with neither an inactivity
/// rule nor held points.
struct PlainLot: Sendable {
  var origin: UInt64
  var arrivedAt: Int64
  var expires: Int64
  var remaining: Int64

  @inline(__always)
  init(origin: UInt64, arrivedAt: Int64, expires: Int64, remaining: Int64) {
    self.origin = origin
    self.arrivedAt = arrivedAt
    self.expires = expires
    self.remaining = remaining
  }

  /// Order of consumption, the same as `Lot.comesBefore`.
  @inline(__always)
  func comesBefore(_ other: PlainLot) -> Bool {
    expires == other.expires ? origin < other.origin : expires < other.expires
  }

  /// Nil for a lot with more than these fields.
  @inline(__always)
  init?(_ lot: Lot) {
    guard lot.held == 0, !lot.sliding.isSome, lot.endedAt == Lot.never,
      lot.activates == lot.arrivedAt, lot.arrival == lot.origin,
      lot.id == LotID(created: SequenceNumber(lot.origin), ordinal: 0)
    else { return nil }
    origin = lot.origin
    arrivedAt = lot.arrivedAt
    expires = lot.expires
    remaining = lot.remaining
  }
}

extension Lot {
  @inline(__always)
  init(_ lot: PlainLot) {
    self.init(
      id: LotID(created: SequenceNumber(lot.origin), ordinal: 0), origin: lot.origin,
      arrival: lot.origin, arrivedAt: lot.arrivedAt, activates: lot.arrivedAt,
      expires: lot.expires, sliding: .none, remaining: lot.remaining)
  }
}
