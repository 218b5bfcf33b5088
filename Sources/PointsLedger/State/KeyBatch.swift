/// Up to 64 keys that are looked up together, some of them missing.
struct KeyBatch {
  static let capacity = 64

  private var keys: [UInt64?] = []

  init() { keys.reserveCapacity(Self.capacity) }

  var isFull: Bool { keys.count == Self.capacity }

  /// The key at a place; nil where it is missing.
  subscript(index: Int) -> UInt64? { index < keys.count ? keys[index] : nil }

  mutating func append(_ key: UInt64?) {
    if keys.count < Self.capacity { keys.append(key) }
  }

  /// Calls `body` with the place of each key that there is, and the key.
  @inline(__always)
  func visit(_ body: (_ index: Int, _ key: UInt64) -> Void) {
    for index in 0..<keys.count {
      if let key = keys[index] { body(index, key) }
    }
  }

  /// What `body` makes of each key, at the same places.
  @inline(__always)
  func map(_ body: (UInt64) -> UInt64?) -> KeyBatch { mapPlaces { body($1) } }

  /// The same with the place of each key too.
  @inline(__always)
  func mapPlaces(_ body: (_ index: Int, _ key: UInt64) -> UInt64?) -> KeyBatch {
    var result = KeyBatch()
    for index in 0..<keys.count { result.append(keys[index].flatMap { body(index, $0) }) }
    return result
  }
}
