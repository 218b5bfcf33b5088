/// The merge of one table of several runs.
struct RunTableMerge {
  /// A step goes on to the next one after so many entries.
  private static let stepEntries = 4096

  private let table: UInt8
  private let keepsAll: Bool
  /// At an entry each; those of the oldest run first.
  private var cursors: [RunCursor] = []
  /// The keys of these entries.
  private var keys: [UInt64] = []

  init(_ runs: [Run], table: UInt8, keepsAll: Bool) throws(StorageError) {
    self.table = table
    self.keepsAll = keepsAll
    for run in runs {
      var cursor = run.cursor(table)
      guard try cursor.next() else { continue }
      keys.append(cursor.key)
      cursors.append(cursor)
    }
  }

  /// Adds some entries; false where there are no more.
  mutating func step(into writer: inout RunWriter) throws(StorageError) -> Bool {
    let table = table
    return try step { (cursor) throws(StorageError) in
      try writer.append(table, cursor.key, cursor.value)
    }
  }

  /// Goes through some entries; false where there are no more.
  @inline(__always)
  private mutating func step(
    _ visit: (borrowing RunCursor) throws(StorageError) -> Void
  ) throws(StorageError) -> Bool {
    var rest = Self.stepEntries
    while rest > 0 {
      if keys.isEmpty { return false }
      let chosen = least()
      if !chosen.isReplaced {
        try look(chosen.index, visit)
        rest -= 1
      }
      if try cursors[chosen.index].next() {
        keys[chosen.index] = cursors[chosen.index].key
      } else {
        cursors.remove(at: chosen.index)
        keys.remove(at: chosen.index)
      }
    }
    return true
  }

  /// Calls `body` with a cursor where it lies: taken out, the references in it would be counted for each
  /// entry.
  @inline(__always)
  private func look(
    _ index: Int, _ body: (borrowing RunCursor) throws(StorageError) -> Void
  ) throws(StorageError) {
    try unsafe cursors.withUnsafeBufferPointer { (cursors) throws(StorageError) in
      precondition(index < cursors.count)
      guard let start = cursors.baseAddress else { return }
      try unsafe body((start + index).pointee)
    }
  }

  /// Goes through all entries, and gives how many different keys they have; nil where it was told not
  /// to go on.
  mutating func countKeys(while shouldGoOn: () -> Bool) throws(StorageError) -> Int? {
    var count = 0
    var last: UInt64 = 0
    while try step({ (cursor) throws(StorageError) in
      if count == 0 || cursor.key != last { count += 1 }
      last = cursor.key
    }) {
      if !shouldGoOn() { return nil }
    }
    return count
  }

  /// The cursor at the least key, of equal ones that of the oldest run; and whether the entry of a newer
  /// one takes its entry's place.
  @inline(__always)
  private func least() -> (index: Int, isReplaced: Bool) {
    var index = 0
    var least = keys[0]
    var isRepeated = false
    for other in 1..<max(keys.count, 1) {
      let key = keys[other]
      if key == least { isRepeated = true }
      if key < least { (index, least, isRepeated) = (other, key, false) }
    }
    return (index, isRepeated && !keepsAll)
  }
}
