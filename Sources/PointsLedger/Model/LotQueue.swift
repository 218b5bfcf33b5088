/// The lots of an account in order of consumption.
///
/// A sorted array with a moving front: taking the whole soonest-expiring lot is O(1), and so is a
/// credit that expires last. Any other position costs a shift.
package struct LotQueue: Sendable {
  /// All lots, as long as every one is plain.
  private var plain: [PlainLot] = []
  /// All lots, once one was not plain.
  private var full: [Lot] = []
  private var isFull = false
  private var front = 0
  /// The sum of all remainders, free and held.
  package private(set) var total: Int64 = 0
  /// The sum of held points.
  package private(set) var held: Int64 = 0
  /// No lot's activation is later than this.
  package private(set) var latestActivation = Int64.min
  /// Whether a lot with an inactivity rule ever arrived.
  package private(set) var hasSliding = false

  package init() {}

  /// The index after the last lot.
  @inline(__always) private var end: Int { isFull ? full.count : plain.count }

  /// Whether every lot is plain.
  @inline(__always) var isPlain: Bool { !isFull }

  package var count: Int { end &- front }
  package var isEmpty: Bool { count == 0 }

  /// The lot at `position`; position 0 is consumed first.
  package subscript(position: Int) -> Lot { lot(front &+ position) }

  @inline(__always)
  private func lot(_ index: Int) -> Lot { isFull ? full[index] : Lot(plain[index]) }

  /// All lots, if every one is plain.
  var plainLots: Span<PlainLot> {
    @_lifetime(borrow self) get { plain.span.extracting(min(front, plain.count)..<plain.count) }
  }

  /// The offset of the reference to the lots in a queue, as long as every lot is plain.
  @inline(__always)
  package var firstExpiry: Int64 {
    if isEmpty { return Lot.never }
    return isFull ? full[front].expires : plain[front].expires
  }

  /// Where in a queue lies the reference to its lots, as long as each of them is plain.
  static let referenceOffset = MemoryLayout<LotQueue>.offset(of: \.plain) ?? 0

  /// Starts to load both ends, which are read first.
  @inline(__always)
  package func prefetch() {
    if isFull { Self.prefetch(full, front) } else { Self.prefetch(plain, front) }
  }

  /// Begins to load all of a few plain lots.
  @inline(__always)
  func prefetchAll() {
    unsafe plainLots.withUnsafeBytes { lots in
      guard let start = lots.baseAddress else { return }
      unsafe Prefetch.value(start, byteCount: min(lots.count, 1_024))
    }
  }

  @inline(__always)
  private static func prefetch<Element>(_ lots: [Element], _ front: Int) {
    unsafe lots.withUnsafeBufferPointer { lots in
      guard let base = lots.baseAddress else { return }
      let size = MemoryLayout<Element>.stride
      // The array's own count precedes its elements; the next lot goes after the last.
      unsafe Prefetch.line(UnsafeRawPointer(base) - 32)
      unsafe Prefetch.value(base + front, byteCount: size)
      unsafe Prefetch.value(base + (lots.count - 1), byteCount: 2 * size)
    }
  }

  /// Reserves room for `count` plain lots.
  package mutating func reserve(_ count: Int) { plain.reserveCapacity(count) }

  package mutating func insert(_ lot: Lot) {
    if !isFull, let short = PlainLot(lot) { return insert(short) }
    total &+= lot.remaining
    held &+= lot.held
    if lot.activates > latestActivation { latestActivation = lot.activates }
    if lot.sliding.isSome { hasSliding = true }
    keepFull()
    let isLast = full.count == front || full[full.count &- 1].comesBefore(lot)
    let place = isLast ? full.count : lowerBound { $0.comesBefore(lot) }
    Self.insert(lot, at: place, &full, &front)
  }

  /// Adds a lot that is active from its arrival.
  mutating func insert(_ lot: PlainLot) {
    if isFull { return insert(Lot(lot)) }
    total &+= lot.remaining
    if lot.arrivedAt > latestActivation { latestActivation = lot.arrivedAt }
    let isLast = plain.count == front || plain[plain.count &- 1].comesBefore(lot)
    let place = isLast ? plain.count : lowerBound { PlainLot($0)?.comesBefore(lot) ?? false }
    Self.insert(lot, at: place, &plain, &front)
  }

  /// Takes points from the first lots, and calls `visit` with the share of each. All of them must
  /// be plain, and have at least `points` together.
  mutating func takeFirst(_ points: Int64, _ visit: (_ lot: PlainLot, _ points: Int64) -> Void) {
    precondition(!isFull && points <= total)
    var left = points
    var index = front
    while left > 0, index < plain.count {
      let part = min(left, plain[index].remaining)
      visit(plain[index], part)
      left &-= part
      if part < plain[index].remaining {
        plain[index].remaining &-= part
      } else {
        index &+= 1
      }
    }
    total &-= points &- left
    Self.removeFirst(upTo: index, &plain, &front)
  }

  /// Removes and returns the first lot, which must be plain.
  mutating func takeFirstLot() -> PlainLot? {
    guard !isFull, front < plain.count else { return nil }
    let lot = plain[front]
    total &-= lot.remaining
    Self.removeFirst(upTo: front &+ 1, &plain, &front)
    return lot
  }

  @inline(__always)
  private static func insert<Element>(
    _ lot: Element, at place: Int, _ lots: inout [Element], _ front: inout Int
  ) {
    if place == lots.count {
      lots.append(lot)
    } else if place == front, front > 0 {
      front &-= 1
      lots[front] = lot
    } else {
      lots.insert(lot, at: place)
    }
  }

  private mutating func keepFull() {
    if isFull { return }
    full = plain.map { Lot($0) }
    plain = []
    isFull = true
  }

  /// The position of the lot `id`, found by binary search, or nil.
  package func position(of id: LotID, expires: Int64, origin: UInt64) -> Int? {
    var low = front
    var high = end
    while low < high {
      let middle = (low &+ high) / 2
      let lot = lot(middle)
      if lot.expires < expires || (lot.expires == expires && lot.origin < origin) {
        low = middle &+ 1
      } else {
        high = middle
      }
    }
    while low < end, case let lot = lot(low), lot.expires == expires, lot.origin == origin {
      if lot.id == id { return low &- front }
      low &+= 1
    }
    return nil
  }

  /// The position of the lot `id`, found by a scan of all lots, or nil.
  package func position(of id: LotID) -> Int? {
    for index in front..<end where lot(index).id == id { return index &- front }
    return nil
  }

  /// Changes points and state of the lot at `position`; its rank in the order must stay the same.
  package mutating func update(at position: Int, _ change: (inout Lot) -> Void) {
    let index = front &+ position
    var lot = lot(index)
    total &-= lot.remaining
    held &-= lot.held
    change(&lot)
    total &+= lot.remaining
    held &+= lot.held
    if !isFull, let short = PlainLot(lot) {
      plain[index] = short
    } else {
      keepFull()
      full[index] = lot
    }
  }

  package mutating func remove(at position: Int) {
    let index = front &+ position
    let lot = lot(index)
    total &-= lot.remaining
    held &-= lot.held
    if isFull {
      Self.remove(at: index, &full, &front)
    } else {
      Self.remove(at: index, &plain, &front)
    }
  }

  @inline(__always)
  private static func remove<Element>(
    at index: Int, _ lots: inout [Element], _ front: inout Int
  ) {
    guard index == front else {
      lots.remove(at: index)
      return
    }
    removeFirst(upTo: index &+ 1, &lots, &front)
  }

  @inline(__always)
  private static func removeFirst<Element>(
    upTo index: Int, _ lots: inout [Element], _ front: inout Int
  ) {
    if index == front { return }
    front = index
    if front == lots.count {
      lots.removeAll(keepingCapacity: true)
      front = 0
    } else if front > 32, front > lots.count / 2 {
      lots.removeFirst(front)
      front = 0
    }
  }

  /// The free points of lots that activate after `instant`.
  package func pending(at instant: Int64) -> Int64 {
    guard latestActivation > instant else { return 0 }
    var sum: Int64 = 0
    for index in front..<end {
      let lot = lot(index)
      if lot.activates > instant { sum &+= lot.free }
    }
    return sum
  }

  /// The position of the first lot with free points, if its fixed expiry is at or before `instant`.
  package func firstFree(expiredAt instant: Int64) -> Int? {
    if firstExpiry > instant { return nil }
    // Lots without free points are held, or have an inactivity rule.
    guard isFull else { return 0 }
    for index in front..<full.count {
      if full[index].expires > instant { return nil }
      if full[index].free > 0 { return index &- front }
    }
    return nil
  }

  /// The index of the first lot for which `comesBefore` is false.
  private func lowerBound(_ comesBefore: (Lot) -> Bool) -> Int {
    var low = front
    var high = end
    while low < high {
      let middle = (low &+ high) / 2
      if comesBefore(lot(middle)) { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
