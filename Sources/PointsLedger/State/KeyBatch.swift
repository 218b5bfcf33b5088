/// Up to 64 keys that are looked up together, some of them missing.
struct KeyBatch {
  static let capacity = 64

  private var keys: [UInt64?] = []

  init() { keys.reserveCapacity(Self.capacity) }

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
  func map(_ body: (UInt64) -> UInt64?) -> KeyBatch {
    var result = KeyBatch()
    for index in 0..<keys.count { result.append(keys[index].flatMap(body)) }
    return result
  }
}
