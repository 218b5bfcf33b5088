/// Up to 64 keys that are looked up together, some of them missing.
struct KeyBatch {
  static let capacity = 64

  private var keys = InlineArray<64, UInt64>(repeating: 0)
  private var isPresent = InlineArray<64, Bool>(repeating: false)
  private(set) var count = 0

  mutating func append(_ key: UInt64?) {
    guard count < Self.capacity else { return }
    keys[count] = key ?? 0
    isPresent[count] = key != nil
    count += 1
  }

  /// Calls `body` with the place of each key that there is, and the key.
  @inline(__always)
  func visit(_ body: (_ index: Int, _ key: UInt64) -> Void) {
    for index in 0..<count where isPresent[index] { body(index, keys[index]) }
  }

  /// What `body` makes of each key, at the same places.
  @inline(__always)
  func map(_ body: (UInt64) -> UInt64?) -> KeyBatch {
    var result = KeyBatch()
    for index in 0..<count { result.append(isPresent[index] ? body(keys[index]) : nil) }
    return result
  }
}
