internal import LedgerStorage

/// The values of a table that go into the next run, by ascending keys.
///
/// They are encoded at once. Kept as values, what they refer to would have to be copied when the
/// state changes it.
struct DirtyValues: TableChanges {
  /// All keys that changed.
  let keys: [UInt64]
  /// The end of each key's value in `bytes`. An encoded value is never empty: an empty one need not
  /// be written, as it follows from its key.
  private let ends: [Int]
  private let bytes: [UInt8]

  init(keys: [UInt64], ends: [Int], bytes: [UInt8]) {
    precondition(keys.count == ends.count)
    self.keys = keys
    self.ends = ends
    self.bytes = bytes
  }

  /// Appends all values to a run.
  func append(to writer: inout RunWriter, as table: TableName) throws(StorageError) {
    var start = 0
    for (key, end) in zip(keys, ends) where end > start {
      try writer.append(table.rawValue, key, bytes.rawSpan.extracting(start..<end))
      start = end
    }
  }
}

extension [HashTable.Pair]: TableChanges {
  /// Appends the numbers of an index to a run. Numbers with the same hash keep the order in which
  /// they came.
  func append(to writer: inout RunWriter, as table: TableName) throws(StorageError) {
    var out = ByteWriter(reserving: 16)
    // The sort is stable: numbers with one hash stay in order.
    var sorted = self
    RadixSort.sort(&sorted) { $0.hash }
    for pair in sorted {
      out.removeAll()
      out.varint(pair.number)
      try writer.append(table.rawValue, pair.hash, out.span)
    }
  }
}
