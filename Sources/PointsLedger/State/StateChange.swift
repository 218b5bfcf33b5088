internal import LedgerStorage

/// A value that a run is to have.
struct StateChange<Value: StateValue>: Sendable {
  var key: UInt64
  var value: Value

  /// Puts the value in the place of what was written; false where no run needs to tell it.
  borrowing func encode(into out: inout ByteWriter) -> Bool {
    if value.isUnwritten(key) { return false }
    out.removeAll()
    value.encode(into: &out)
    return true
  }
}

extension Array {
  /// Gives a run all changes of a table, which are in the order of their keys, but for what no run needs
  /// to tell.
  func append<Value>(
    to writer: inout RunWriter, as table: StateTableName
  ) throws(StorageError) where Element == StateChange<Value> {
    var out = ByteWriter(reserving: 1_024)
    try unsafe withUnsafeBufferPointer { (changes) throws(StorageError) in
      guard let start = changes.baseAddress else { return }
      for index in changes.indices {
        // Where it lies: taken out, the references in it would be counted.
        guard unsafe (start + index).pointee.encode(into: &out) else { continue }
        try writer.append(table.rawValue, unsafe (start + index).pointee.key, out.span)
      }
    }
  }

  /// Gives a run the numbers of an index, in the order in which they came.
  func append(
    to writer: inout RunWriter, as table: StateTableName
  ) throws(StorageError) where Element == StateIndex.Pair {
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
