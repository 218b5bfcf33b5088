internal import LedgerStorage

/// Collects the references of entries that are dropped, for a base.
struct ReferenceCollector {
  /// A pattern with fewer references is not worth its record: they are kept as hashes.
  private static let frequent = 64
  /// With more patterns than this that are not frequent yet, all of those are given up.
  private static let maximumRarePatterns = 65_536

  /// References of a pattern that is not frequent yet.
  private struct Rare {
    var numbers: [UInt64] = []
    var hashes: [UInt64] = []
  }

  private let hashKey: UInt64
  private var frequent: [ReferencePattern: ReferenceNumbers] = [:]
  private var rare: [ReferencePattern: Rare] = [:]
  private var hashes = ReferenceNumbers()

  init(hashKey: UInt64) { self.hashKey = hashKey }

  mutating func add(_ reference: InlineText) {
    let hash = reference.hash64(key: hashKey)
    guard let (pattern, number) = ReferencePattern.parse(reference) else {
      hashes.add(hash)
      return
    }
    if frequent[pattern] != nil {
      frequent[pattern]?.add(number)
      return
    }
    rare[pattern, default: Rare()].numbers.append(number)
    rare[pattern]?.hashes.append(hash)
    if let found = rare[pattern], found.numbers.count == Self.frequent {
      rare[pattern] = nil
      frequent[pattern] = ReferenceNumbers(found.numbers)
    } else if rare.count > Self.maximumRarePatterns {
      dropRare()
    }
  }

  /// Adds references of an earlier base.
  mutating func add(_ numbers: [UInt64], of pattern: ReferencePattern) {
    if pattern == .hashes {
      for number in numbers { hashes.add(number) }
    } else {
      for number in numbers { frequent[pattern, default: ReferenceNumbers()].add(number) }
    }
  }

  private mutating func dropRare() {
    for group in rare.values { for hash in group.hashes { hashes.add(hash) } }
    rare = [:]
  }

  /// The groups in order, each with its numbers. There are no more references to come.
  mutating func finish() -> [(pattern: ReferencePattern, chunks: [ReferenceNumbers.Chunk])] {
    dropRare()
    var groups: [(pattern: ReferencePattern, chunks: [ReferenceNumbers.Chunk])] = []
    let hashed = hashes.chunks()
    hashes = ReferenceNumbers()
    if !hashed.isEmpty { groups.append((.hashes, hashed)) }
    for pattern in frequent.keys.sorted(by: <) {
      guard let numbers = frequent.removeValue(forKey: pattern) else { continue }
      groups.append((pattern, numbers.chunks()))
    }
    return groups
  }
}
