/// Numbers of 32 bits that were found lately under 64-bit hashes: a table in which newer ones displace
/// older ones, and which grows while that happens too often.
struct HashCache: Sendable {
  /// How many places a table begins with, unless it is limited to fewer: whoever asks for one member does
  /// not pay for more. A power of two, as each size.
  private static let firstCount = 1 << 10
  /// Up to how many places a table grows fourfold, since what it had is lost each time; then twofold.
  private static let quicklyUpTo = 1 << 18

  /// Each is a number plus one, and in the upper half that of the hash; 0: none. The low bits of the hash
  /// tell where.
  private var places: [UInt64] = []
  /// How many were noted since the table has this size.
  private var notedCount = 0
  private var most = Self.quicklyUpTo

  /// Limits the table to so many bytes, about; 1 KiB at least.
  mutating func limit(toBytes count: Int) {
    let places = max(count, 1 << 10) / MemoryLayout<UInt64>.stride
    most = 1 << (Int.bitWidth - places.leadingZeroBitCount - 1)
    self.places = []
  }

  /// A number that was almost surely noted under `hash`.
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

  /// Two hints share a place: whose hash ends alike would else displace one another for ever.
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

  /// Begins a larger table, without what the other one has, if as many were noted as half of it takes.
  private mutating func makeRoom() {
    let isCrowded = notedCount > places.count / 2 && places.count < most
    guard places.isEmpty || isCrowded else { return }
    let factor = places.count < Self.quicklyUpTo ? 4 : 2
    let count = min(most, max(Self.firstCount, factor * places.count))
    // Not both at a time.
    places = []
    places = Array(repeating: 0, count: count)
    notedCount = 0
  }

  /// Begins to load what `number` looks at.
  @inline(__always)
  func prefetch(_ hash: UInt64) {
    if places.isEmpty { return }
    unsafe places.withUnsafeBufferPointer { places in
      guard let base = places.baseAddress else { return }
      unsafe Prefetch.line(base + place(hash))
    }
  }
}
