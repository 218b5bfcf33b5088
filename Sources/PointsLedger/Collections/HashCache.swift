/// 32-bit numbers that were recently found under 64-bit hashes. Newer ones displace older ones; the
/// table grows if that happens too often.
struct HashCache: Sendable {
  /// The initial size of a table, unless it is limited to less: a process that reads one member
  /// need not pay for more. All sizes are powers of two.
  private static let firstCount = 1 << 10
  /// Up to this size a table grows fourfold, since growing drops its content; beyond it, twofold.
  private static let quicklyUpTo = 1 << 18

  /// Each element is a number plus one, with the upper half of the hash above it; 0 is free. The
  /// low bits of the hash give the index.
  private var places: [UInt64] = []
  /// The count of numbers noted since the table has this size.
  private var notedCount = 0
  private var most = Self.quicklyUpTo

  /// Limits the table to about `count` bytes, at least 1 KiB.
  mutating func limit(toBytes count: Int) {
    let places = max(count, 1 << 10) / MemoryLayout<UInt64>.stride
    most = 1 << (Int.bitWidth - places.leadingZeroBitCount - 1)
    self.places = []
  }

  /// A number that was almost certainly noted under `hash`.
  @inline(__always)
  func number(under hash: UInt64) -> UInt64? {
    if places.isEmpty { return nil }
    let place = place(hash)
    return Self.number(places[place], hash) ?? Self.number(places[place &+ 1], hash)
  }

  @inline(__always)
  private static func number(_ hint: UInt64, _ hash: UInt64) -> UInt64? {
    let number = hint & 0xFFFF_FFFF
    return number == 0 || hint >> 32 != hash >> 32 ? nil : number &- 1
  }

  /// Two elements share an index: otherwise two hashes with equal low bits would displace each
  /// other for ever.
  @inline(__always)
  private func place(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash) & (places.count &- 2)
  }

  mutating func note(_ hash: UInt64, _ number: UInt64) {
    if number >= 0xFFFF_FFFF || self.number(under: hash) == number { return }
    makeRoom()
    let place = place(hash)
    places[place &+ 1] = places[place]
    places[place] = hash & ~0xFFFF_FFFF | (number &+ 1)
    notedCount += 1
  }

  /// Replaces the table by a larger, empty one once the numbers noted exceed half of its size.
  private mutating func makeRoom() {
    let isCrowded = notedCount > places.count / 2 && places.count < most
    guard places.isEmpty || isCrowded else { return }
    let factor = places.count < Self.quicklyUpTo ? 4 : 2
    let count = min(most, max(Self.firstCount, factor * places.count))
    // This frees the old table before it allocates the new one.
    places = []
    places = Array(repeating: 0, count: count)
    notedCount = 0
  }

  /// Starts to load what `number` reads.
  @inline(__always)
  func prefetch(_ hash: UInt64) {
    if places.isEmpty { return }
    unsafe places.withUnsafeBufferPointer { places in
      guard let base = places.baseAddress else { return }
      unsafe Prefetch.line(base + place(hash))
    }
  }
}
