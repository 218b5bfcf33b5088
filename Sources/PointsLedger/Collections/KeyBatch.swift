/// Up to 64 keys that are looked up together; some of them may be missing.
///
/// A batch is large. Functions change it in place and read its keys through a span: reading a
/// single element of an inline array may copy the whole array.
struct KeyBatch: ~Copyable {
  static let capacity = 64

  private var keys = InlineArray<64, UInt64>(repeating: 0)
  private(set) var places = Places()
  private var count = 0

  /// A subset of the positions of a batch.
  struct Places {
    /// One bit for each position.
    fileprivate var bits: UInt64 = 0

    @inline(__always) var isEmpty: Bool { bits == 0 }
    @inline(__always) var count: Int { bits.nonzeroBitCount }

    @inline(__always)
    mutating func insert(_ place: Int) { bits |= 1 &<< UInt64(place) }

    @inline(__always)
    func contains(_ place: Int) -> Bool { bits & 1 &<< UInt64(place) != 0 }

    /// Calls `body` with each position.
    @inline(__always)
    func visit(_ body: (Int) -> Void) {
      var rest = bits
      while rest != 0 {
        body(rest.trailingZeroBitCount)
        rest &= rest &- 1
      }
    }
  }

  init() {}

  /// - Parameter keys: At most `capacity` keys.
  init(_ keys: [UInt64]) {
    for key in keys { append(key) }
  }

  /// The key at a position that has one.
  @inline(__always)
  subscript(place: Int) -> UInt64 { keys.span[place] }

  @inline(__always)
  mutating func append(_ key: UInt64?) {
    guard count < Self.capacity else { return }
    if let key {
      keys[count] = key
      places.insert(count)
    }
    count &+= 1
  }

  /// Calls `body` with each key and its position.
  @inline(__always)
  func visit(_ body: (_ place: Int, _ key: UInt64) -> Void) {
    places.visit { body($0, keys.span[$0]) }
  }

  /// The positions of the keys for which `body` is true.
  @inline(__always)
  func places(where body: (UInt64) -> Bool) -> Places {
    var found = Places()
    places.visit { if body(keys.span[$0]) { found.insert($0) } }
    return found
  }

  /// Replaces each key by the result of `body`. Keys for which that is nil stay; their positions
  /// are returned.
  @inline(__always)
  mutating func exchange(_ body: (_ place: Int, _ key: UInt64) -> UInt64?) -> Places {
    exchange(at: places, body)
  }

  @inline(__always)
  private mutating func exchange(
    at some: Places, _ body: (_ place: Int, _ key: UInt64) -> UInt64?
  ) -> Places {
    var left = Places()
    var rest = some.bits
    while rest != 0 {
      let place = rest.trailingZeroBitCount
      rest &= rest &- 1
      if let other = body(place, keys.span[place]) {
        keys[place] = other
      } else {
        left.insert(place)
      }
    }
    return left
  }

  /// Removes the keys at some positions.
  @inline(__always)
  mutating func remove(_ taken: Places) { places.bits &= ~taken.bits }

  /// Removes the keys at some positions, and returns them.
  mutating func takeOut(_ taken: Places) -> [UInt64] {
    var keys: [UInt64] = []
    keys.reserveCapacity(taken.count)
    taken.visit { keys.append(self.keys.span[$0]) }
    remove(taken)
    return keys
  }

  /// Replaces the keys at some positions, all of which have keys, by the results of `body`; keys
  /// for which it is nil are removed.
  @inline(__always)
  mutating func replace(at some: Places, _ body: (UInt64) -> UInt64?) {
    remove(exchange(at: some) { body($1) })
  }

  /// The same for all keys.
  @inline(__always)
  mutating func replace(_ body: (UInt64) -> UInt64?) { replace(at: places, body) }
}
