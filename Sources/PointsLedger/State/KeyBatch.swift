/// Up to 64 keys that are looked up together, some of them missing.
///
/// It is large: functions change it in place.
struct KeyBatch: ~Copyable {
  static let capacity = 64

  private var keys = InlineArray<64, UInt64>(repeating: 0)
  private(set) var places = Places()
  private var count = 0

  /// Some of the places of a batch.
  struct Places {
    /// A bit for each.
    fileprivate var bits: UInt64 = 0

    @inline(__always) var isEmpty: Bool { bits == 0 }

    @inline(__always)
    mutating func insert(_ place: Int) { bits |= 1 &<< UInt64(place) }

    /// Calls `body` with each.
    @inline(__always)
    func visit(_ body: (Int) -> Void) {
      var rest = bits
      while rest != 0 {
        body(rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }

  /// The key at a place that has one.
  @inline(__always)
  subscript(place: Int) -> UInt64 { keys[place] }

  @inline(__always)
  mutating func append(_ key: UInt64?) {
    guard count < Self.capacity else { return }
    if let key {
      keys[count] = key
      places.insert(count)
    }
    count &+= 1
  }

  /// Calls `body` with the place of each key that there is, and the key.
  @inline(__always)
  func visit(_ body: (_ place: Int, _ key: UInt64) -> Void) {
    places.visit { body($0, keys[$0]) }
  }

  /// The places of the keys for which `body` is true.
  @inline(__always)
  func places(where body: (UInt64) -> Bool) -> Places {
    var found = Places()
    places.visit { if body(keys[$0]) { found.insert($0) } }
    return found
  }

  /// Puts what `body` makes of each key in its place.
  @inline(__always)
  mutating func replace(_ body: (UInt64) -> UInt64?) {
    var kept = Places()
    var rest = places.bits
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      rest &= rest &- 1
      guard let other = body(keys[place]) else { continue }
      keys[place] = other
      kept.insert(place)
    }
    places = kept
  }
}
