internal import LedgerStorage

/// A value that a run is to have.
struct StateChange<Value: StateValue>: Sendable {
  var key: UInt64
  var value: Value
}

extension Array {
  /// Gives a run all changes of a table, which are in the order of their keys, but for what no run needs
  /// to tell.
  func append<Value>(
    to writer: inout RunWriter, as table: StateTableName
  ) throws(StorageError) where Element == StateChange<Value> {
    var out = ByteWriter(reserving: 1_024)
    // Where they lie: taking one out would count the references in it.
    let changes = span
    for index in changes.indices where !changes[index].value.isUnwritten(changes[index].key) {
      out.removeAll()
      changes[index].value.encode(into: &out)
      try writer.append(table.rawValue, changes[index].key, out.span)
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
