internal import LedgerStorage

/// Collects the references of entries that are dropped, for a base.
struct ReferenceCollector {
  /// A pattern with fewer references is not worth its record: they are kept as hashes.
  fileprivate static let frequent = 64
  /// While there are this many patterns, those that are not frequent are given up.
  private static let maximumPatterns = 65_536

  fileprivate struct Group {
    var numbers: [UInt64] = []
    /// The hashes of the references, until the pattern is frequent.
    var hashes: [UInt64] = []
  }

  private let hashKey: UInt64
  private var groups: [ReferencePattern: Group] = [:]
  private var hashes: [UInt64] = []

  init(hashKey: UInt64) { self.hashKey = hashKey }

  mutating func add(_ reference: InlineText) {
    guard let (pattern, number) = ReferencePattern.parse(reference) else {
      hashes.append(reference.hash64(key: hashKey))
      return
    }
    let isFrequent = groups[pattern, default: Group()].add(number) {
      reference.hash64(key: hashKey)
    }
    if !isFrequent, groups.count >= Self.maximumPatterns { dropRare() }
  }

  /// Adds all references of an earlier base.
  mutating func add(_ group: ReferenceGroup, _ numbers: [UInt64]) {
    if group.pattern.digits == 0 {
      hashes += numbers
    } else {
      groups[group.pattern, default: Group()].addFrequent(numbers)
    }
  }

  private mutating func dropRare() {
    for (pattern, group) in groups where !group.isFrequent {
      hashes += group.hashes
      groups[pattern] = nil
    }
  }

  /// Passes the groups in order, each with its numbers, ascending.
  consuming func finish(
    _ visit: (ReferencePattern, [UInt64]) throws(StorageError) -> Void
  ) throws(StorageError) {
    dropRare()
    if !hashes.isEmpty { groups[.hashes] = Group(numbers: hashes) }
    for pattern in groups.keys.sorted(by: <) {
      guard var numbers = groups.removeValue(forKey: pattern)?.numbers else { continue }
      numbers.sort()
      try visit(pattern, numbers)
    }
  }
}

extension ReferenceCollector.Group {
  fileprivate var isFrequent: Bool { numbers.count >= ReferenceCollector.frequent }

  /// Returns whether the pattern is frequent.
  fileprivate mutating func add(_ number: UInt64, hash: () -> UInt64) -> Bool {
    numbers.append(number)
    if isFrequent {
      hashes = []
      return true
    }
    hashes.append(hash())
    return false
  }

  fileprivate mutating func addFrequent(_ more: [UInt64]) {
    numbers += more
    hashes = []
  }
}
