/// The keys of a table whose values were changed since somebody last asked, while somebody does.
struct ChangedKeys: Sendable {
  /// After more than so many, all that was told is as good as outdated.
  private static let most = 4_096

  private var keys: [UInt64] = []
  private var isComplete = false

  /// Whether there is something to ask for.
  @inline(__always) var isAny: Bool { !isComplete || !keys.isEmpty }

  @inline(__always)
  mutating func note(_ key: UInt64) { if isComplete { append(key) } }

  private mutating func append(_ key: UInt64) {
    isComplete = keys.count < Self.most
    if isComplete { keys.append(key) } else { keys = [] }
  }

  /// The keys since the last call; nil if they are not known. From now on they are noted.
  mutating func take() -> [UInt64]? {
    defer {
      keys.removeAll(keepingCapacity: true)
      isComplete = true
    }
    return isComplete ? keys : nil
  }
}
