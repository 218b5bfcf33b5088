/// The lots of an account in order of consumption.
///
/// A sorted array with a moving front: taking the soonest-expiring lot whole is O(1), a credit
/// that expires last is O(1), any other place costs a shift.
package struct LotQueue: Sendable {
  private var storage: [Lot] = []
  private var front = 0
  /// The sum of all remainders, free and held.
  package private(set) var total: Int64 = 0
  /// The sum of what is held.
  package private(set) var held: Int64 = 0
  /// No lot's activation is later than this.
  package private(set) var latestActivation = Int64.min
  /// Whether a lot with an inactivity rule ever arrived.
  package private(set) var hasSliding = false

  package init() {}

  package var count: Int { storage.count &- front }
  package var isEmpty: Bool { count == 0 }

  /// The lot at `position`, 0 for the one to be consumed first.
  package subscript(position: Int) -> Lot { storage[front &+ position] }

  /// Begins to load what is looked at first: both ends.
  @inline(__always)
  package func prefetch() {
    unsafe storage.withUnsafeBufferPointer { storage in
      guard let base = storage.baseAddress else { return }
      unsafe Prefetch.line(UnsafeRawPointer(base) - 32)
      unsafe Prefetch.value(base + front, byteCount: MemoryLayout<Lot>.stride)
      unsafe Prefetch.value(base + (storage.count - 1), byteCount: 2 * MemoryLayout<Lot>.stride)
    }
  }

  /// When the first lot expires; `never` without lots.
  @inline(__always)
  package var firstExpiry: Int64 { front < storage.count ? storage[front].expires : Lot.never }

  package mutating func insert(_ lot: Lot) {
    total &+= lot.remaining
    held &+= lot.held
    if lot.activates > latestActivation { latestActivation = lot.activates }
    if lot.sliding.isSome { hasSliding = true }
    if storage.last.map({ $0.comesBefore(lot) }) ?? true {
      storage.append(lot)
      return
    }
    let place = lowerBound(lot)
    if place == front, front > 0 {
      front &-= 1
      storage[front] = lot
    } else {
      storage.insert(lot, at: place)
    }
  }

  /// The position of the lot `id`, found through its place in the order, or nil.
  package func position(of id: LotID, expires: Int64, origin: UInt64) -> Int? {
    var low = front
    var high = storage.count
    while low < high {
      let middle = (low &+ high) / 2
      let lot = storage[middle]
      if lot.expires < expires || (lot.expires == expires && lot.origin < origin) {
        low = middle &+ 1
      } else {
        high = middle
      }
    }
    while low < storage.count, storage[low].expires == expires, storage[low].origin == origin {
      if storage[low].id == id { return low &- front }
      low &+= 1
    }
    return nil
  }

  /// The position of the lot `id`, found by looking at every lot, or nil.
  package func position(of id: LotID) -> Int? {
    for index in front..<storage.count where storage[index].id == id { return index &- front }
    return nil
  }

  /// Changes points and state of the lot at `position`; its place in the order must stay.
  package mutating func update(at position: Int, _ change: (inout Lot) -> Void) {
    let index = front &+ position
    total &-= storage[index].remaining
    held &-= storage[index].held
    change(&storage[index])
    total &+= storage[index].remaining
    held &+= storage[index].held
  }

  package mutating func remove(at position: Int) {
    let index = front &+ position
    total &-= storage[index].remaining
    held &-= storage[index].held
    if index == front {
      front &+= 1
      if front == storage.count {
        storage.removeAll(keepingCapacity: true)
        front = 0
      } else if front > 32, front > storage.count / 2 {
        storage.removeFirst(front)
        front = 0
      }
    } else {
      storage.remove(at: index)
    }
  }

  /// The free points of lots that activate after `instant`.
  package func pending(at instant: Int64) -> Int64 {
    guard latestActivation > instant else { return 0 }
    var sum: Int64 = 0
    for index in front..<storage.count where storage[index].activates > instant {
      sum &+= storage[index].free
    }
    return sum
  }

  private func lowerBound(_ lot: Lot) -> Int {
    var low = front
    var high = storage.count
    while low < high {
      let middle = (low &+ high) / 2
      if storage[middle].comesBefore(lot) { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
