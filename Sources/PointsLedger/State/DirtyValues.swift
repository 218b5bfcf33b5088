internal import LedgerStorage

/// The values of a table that the next run is to have, by ascending keys.
///
/// They are as the run will have them: kept as they were, what they refer to would have to be copied
/// when the state goes on changing it.
struct DirtyValues: TableChanges {
  /// All keys that changed.
  let keys: [UInt64]
  /// Where in `bytes` the value of each key ends. No value is without bytes: where there are none, no run
  /// needs to tell it.
  private let ends: [Int]
  private let bytes: [UInt8]

  init(keys: [UInt64], ends: [Int], bytes: [UInt8]) {
    precondition(keys.count == ends.count)
    self.keys = keys
    self.ends = ends
    self.bytes = bytes
  }

  /// Gives a run all of them.
  func append(to writer: inout RunWriter, as table: TableName) throws(StorageError) {
    var start = 0
    for (key, end) in zip(keys, ends) where end > start {
      try writer.append(table.rawValue, key, bytes.rawSpan.extracting(start..<end))
      start = end
    }
  }
}

extension [HashTable.Pair]: TableChanges {
  /// Gives a run the numbers of an index, in the order in which they came.
  func append(to writer: inout RunWriter, as table: TableName) throws(StorageError) {
    var out = ByteWriter(reserving: 16)
    // Those of one hash stay in order.
    var sorted = self
    RadixSort.sort(&sorted) { $0.hash }
    for pair in sorted {
      out.removeAll()
      out.varint(pair.number)
      try writer.append(table.rawValue, pair.hash, out.span)
    }
  }
}
