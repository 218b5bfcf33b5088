internal import LedgerStorage

/// Holds the state that an opened ledger has, most of it from runs, against what its entries amount
/// to: of every account, member and identifier, of every name and reference.
struct IndexCheck: ~Copyable {
  /// As a ledger is opened.
  private let opened: LedgerState
  /// By all entries, in memory.
  private let ruled: LedgerState
  private var left = ByteWriter(reserving: 1_024)
  private var right = ByteWriter(reserving: 1_024)

  init(opened: LedgerState, ruled: LedgerState) {
    self.opened = opened
    self.ruled = ruled
  }

  /// What the index says otherwise than the entries, the first of it; nil if it says the same.
  ///
  /// - Throws: What of a run cannot be read.
  mutating func firstDifference() throws(StorageError) -> String? {
    guard opened.nextSequence == ruled.nextSequence, isSame(opened.summary, ruled.summary) else {
      return "how much there is"
    }
    if let found = difference(opened.accounts, ruled.accounts, "account") { return found }
    if let found = difference(opened.members, ruled.members, "member") { return found }
    if let found = difference(opened.identifiers, ruled.identifiers, "identifier") { return found }
    if let found = try difference(opened.reversals, ruled.reversals, "the reversals of entry") {
      return found
    }
    if let found = try difference(opened.expired, ruled.expired, "what expired of lot") {
      return found
    }
    if let found = try difference(opened.instants, ruled.instants, "the instants of block") {
      return found
    }
    if let found = try difference(opened.names, ruled.names, "identifier") { return found }
    return try difference(opened.references, ruled.references, "the reference of entry")
  }

  private mutating func difference<Value>(
    _ opened: DenseTable<Value>, _ ruled: DenseTable<Value>, _ what: String
  ) -> String? {
    for number in 0..<ruled.count where !isSame(opened[number], ruled[number]) {
      return "\(what) \(number)"
    }
    return nil
  }

  private mutating func difference<Value>(
    _ opened: CachedTable<Value>, _ ruled: CachedTable<Value>, _ what: String
  ) throws(StorageError) -> String? {
    for keys in [try opened.allKeys(), try ruled.allKeys()] {
      for key in keys {
        guard let told = opened.value(key), let right = ruled.value(key), isSame(told, right) else {
          return "\(what) \(key)"
        }
      }
    }
    return nil
  }

  private mutating func isSame<Value: StateValue>(_ told: Value, _ ruled: Value) -> Bool {
    left.removeAll()
    right.removeAll()
    told.encode(into: &left)
    ruled.encode(into: &right)
    return left.bytes == right.bytes
  }

  /// Every number must be there once, under its hash.
  private func difference(
    _ opened: HashTable, _ ruled: HashTable, _ what: String
  ) throws(StorageError) -> String? {
    // In the order of their numbers, as they came.
    let pairs = ruled.pairs
    var isFound = [Bool](repeating: false, count: pairs.count)
    var wrong: UInt64?
    try opened.forEachPair { pair in
      var place = 0
      var rest = pairs.count
      while rest > 0 {
        let half = rest / 2
        if pairs[place + half].number < pair.number {
          place += half + 1
          rest -= half + 1
        } else {
          rest = half
        }
      }
      guard place < pairs.count, pairs[place].number == pair.number,
        pairs[place].hash == pair.hash, !isFound[place]
      else {
        wrong = pair.number
        return false
      }
      isFound[place] = true
      return true
    }
    let missing = wrong ?? isFound.firstIndex(of: false).map { pairs[$0].number }
    return missing.map { "\(what) \($0)" }
  }
}
