/// The fields of a lot that follow from others.
private struct LotShape: OptionSet {
  let rawValue: UInt8
  /// The lot is the first that its origin made.
  static let ofOrigin = LotShape(rawValue: 1)
  /// Its origin brought it to the account.
  static let arrivedFirst = LotShape(rawValue: 2)
  /// It was active when it arrived.
  static let isActive = LotShape(rawValue: 4)
  static let neverExpires = LotShape(rawValue: 8)
  static let slides = LotShape(rawValue: 16)
  static let hasEnded = LotShape(rawValue: 32)
  static let isHeld = LotShape(rawValue: 64)
  static let known = LotShape(rawValue: 127)
  /// A plain lot that expires.
  static let plain: LotShape = [.ofOrigin, .arrivedFirst, .isActive]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(_ lot: Lot) {
    var shape: LotShape = []
    if lot.id == LotID(created: SequenceNumber(lot.origin), ordinal: 0) { shape.insert(.ofOrigin) }
    if lot.arrival == lot.origin { shape.insert(.arrivedFirst) }
    if lot.activates == lot.arrivedAt { shape.insert(.isActive) }
    if lot.expires == Lot.never { shape.insert(.neverExpires) }
    if lot.sliding.isSome { shape.insert(.slides) }
    if lot.endedAt != Lot.never { shape.insert(.hasEnded) }
    if lot.held != 0 { shape.insert(.isHeld) }
    self = shape
  }
}

/// The fields of a lot from which the next one is encoded as a difference.
struct LotPlace {
  var origin: UInt64 = 0
  var arrivedAt: Int64 = 0
}

extension ByteWriter {
  /// Lots in order, each as its difference from the one before.
  mutating func lots(_ lots: LotQueue) {
    varint(UInt64(lots.count))
    if lots.isPlain { return plainLots(lots.plainLots) }
    var origin: UInt64 = 0
    var arrivedAt: Int64 = 0
    for position in 0..<lots.count {
      let lot = lots[position]
      let shape = LotShape(lot)
      byte(shape.rawValue)
      zigzag(Int64(bitPattern: lot.origin &- origin))
      if !shape.contains(.ofOrigin) { varint(lot.id.packed) }
      if !shape.contains(.arrivedFirst) { varint(lot.arrival) }
      zigzag(lot.arrivedAt &- arrivedAt)
      if !shape.contains(.isActive) { zigzag(lot.activates &- lot.arrivedAt) }
      if !shape.contains(.neverExpires) { zigzag(lot.expires &- lot.activates) }
      if shape.contains(.slides) { sliding(lot.sliding) }
      if shape.contains(.hasEnded) { zigzag(lot.endedAt &- lot.arrivedAt) }
      varint(UInt64(bitPattern: lot.remaining))
      if shape.contains(.isHeld) { varint(UInt64(bitPattern: lot.held)) }
      origin = lot.origin
      arrivedAt = lot.arrivedAt
    }
  }

  /// The same for lots that are all plain.
  private mutating func plainLots(_ lots: Span<PlainLot>) {
    var origin: UInt64 = 0
    var arrivedAt: Int64 = 0
    for index in lots.indices {
      let lot = lots[index]
      let isEndless = lot.expires == Lot.never
      byte((isEndless ? LotShape.plain.union(.neverExpires) : LotShape.plain).rawValue)
      zigzag(Int64(bitPattern: lot.origin &- origin))
      zigzag(lot.arrivedAt &- arrivedAt)
      if !isEndless { zigzag(lot.expires &- lot.arrivedAt) }
      varint(UInt64(bitPattern: lot.remaining))
      origin = lot.origin
      arrivedAt = lot.arrivedAt
    }
  }

  mutating func sliding(_ rule: SlidingRule) {
    varint(UInt64(rule.days))
    varint(UInt64(rule.kinds))
  }
}

extension ByteReader {
  mutating func lots() throws(Malformed) -> LotQueue {
    var lots = LotQueue()
    let count = try lotCount()
    // Room for one more: most accounts that are read are about to earn.
    lots.reserve(min(count, Account.maximumLots) + 1)
    var place = LotPlace()
    for _ in 0..<count { lots.insert(try lot(after: &place)) }
    return lots
  }

  /// The number of lots that follow.
  mutating func lotCount() throws(Malformed) -> Int { try count(atLeast: 4) }

  /// The next lot; updates `place` for the lot after it.
  @inline(__always)
  mutating func lot(after place: inout LotPlace) throws(Malformed) -> Lot {
    let shape = LotShape(rawValue: try byte())
    guard shape.isSubset(of: .known) else {
      throw Malformed(reason: "a lot has a shape that is not known")
    }
    let origin = place.origin &+ UInt64(bitPattern: try zigzag())
    let id =
      shape.contains(.ofOrigin)
      ? LotID(created: SequenceNumber(origin), ordinal: 0) : LotID(packed: try varint())
    let arrival = shape.contains(.arrivedFirst) ? origin : try varint()
    let arrivedAt = place.arrivedAt &+ (try zigzag())
    let activates = shape.contains(.isActive) ? arrivedAt : arrivedAt &+ (try zigzag())
    let expires = shape.contains(.neverExpires) ? Lot.never : activates &+ (try zigzag())
    let rule = shape.contains(.slides) ? try sliding() : SlidingRule.none
    let endedAt = shape.contains(.hasEnded) ? arrivedAt &+ (try zigzag()) : Lot.never
    let remaining = Int64(bitPattern: try varint())
    let held = shape.contains(.isHeld) ? Int64(bitPattern: try varint()) : 0
    place = LotPlace(origin: origin, arrivedAt: arrivedAt)
    return Lot(
      id: id, origin: origin, arrival: arrival, arrivedAt: arrivedAt, activates: activates,
      expires: expires, sliding: rule, endedAt: endedAt, remaining: remaining, held: held)
  }

  mutating func sliding() throws(Malformed) -> SlidingRule {
    let days: UInt32 = try number()
    return SlidingRule(days: days, kinds: try number())
  }

  /// A number of at most 32 bits.
  mutating func number() throws(Malformed) -> UInt32 {
    guard let number = UInt32(exactly: try varint()) else {
      throw Malformed(reason: "a number exceeds 32 bits")
    }
    return number
  }

  /// The number of items that follow, each of at least `bytes` bytes.
  mutating func count(atLeast bytes: Int) throws(Malformed) -> Int {
    let count = try varint()
    guard count <= UInt64((end &- offset) / bytes) else {
      throw Malformed(reason: "it is cut short")
    }
    return Int(count)
  }
}
