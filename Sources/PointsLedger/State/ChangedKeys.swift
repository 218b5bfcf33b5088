/// The keys of a table whose values changed since `take` was last called. Nothing is noted before
/// its first call.
struct ChangedKeys: Sendable {
  /// With more changed keys than this, `take` returns nil.
  private static let most = 4_096

  private var keys: [UInt64] = []
  private var isComplete = false

  /// Whether `take` has something to report.
  @inline(__always) var isAny: Bool { !isComplete || !keys.isEmpty }

  @inline(__always)
  mutating func note(_ key: UInt64) { if isComplete { append(key) } }

  private mutating func append(_ key: UInt64) {
    isComplete = keys.count < Self.most
    if isComplete { keys.append(key) } else { keys = [] }
  }

  /// The keys since the last call; nil if they are not known. From now on changes are noted.
  mutating func take() -> [UInt64]? {
    defer {
      keys.removeAll(keepingCapacity: true)
      isComplete = true
    }
    return isComplete ? keys : nil
  }
}
