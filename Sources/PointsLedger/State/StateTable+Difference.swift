internal import LedgerStorage

extension DenseTable {
  func firstDifference(from ruled: DenseTable) throws(StorageError) -> UInt64? {
    var comparison = StoredComparison()
    for number in 0..<ruled.count where !comparison.isSame(self[number], ruled[number]) {
      return UInt64(number)
    }
    return nil
  }
}

extension CachedTable {
  func firstDifference(from ruled: CachedTable) throws(StorageError) -> UInt64? {
    var comparison = StoredComparison()
    for keys in [try allKeys(), try ruled.allKeys()] {
      for key in keys {
        guard let value = value(key), let right = ruled.value(key),
          comparison.isSame(value, right)
        else { return key }
      }
    }
    return nil
  }
}

extension HashTable {
  /// The first number of `ruled` that this table does not have exactly once under its hash.
  func firstDifference(from ruled: HashTable) throws(StorageError) -> UInt64? {
    // In the order in which they were added.
    let pairs = ruled.pairs
    var isFound = [Bool](repeating: false, count: pairs.count)
    var wrong: UInt64?
    try forEachPair(from: ruled.runs.end) { pair in
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
    return wrong ?? isFound.firstIndex(of: false).map { pairs[$0].number }
  }
}
