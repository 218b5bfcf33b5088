/// The merge of one table of several runs.
struct RunTableMerge {
  /// A step goes on to the next one after so many entries.
  private static let stepEntries = 4096

  private let table: UInt8
  private let keepsAll: Bool
  /// At an entry each; those of the oldest run first.
  private var cursors: [RunCursor] = []

  init(_ runs: [Run], table: UInt8, keepsAll: Bool) throws(StorageError) {
    self.table = table
    self.keepsAll = keepsAll
    for run in runs {
      var cursor = run.cursor(table)
      if try cursor.next() { cursors.append(cursor) }
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
      guard let chosen = try choose() else { return false }
      let bound = bound(of: chosen)
      var cursor = cursors[chosen]
      var isAtEntry = true
      repeat {
        try visit(cursor)
        rest -= 1
        isAtEntry = try cursor.next()
      } while isAtEntry && rest > 0
        && (cursor.key < bound.key || (cursor.key == bound.key && bound.isIncluded))
      if isAtEntry { cursors[chosen] = cursor } else { cursors.remove(at: chosen) }
    }
    return true
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

  /// How far a cursor may go before the others' entries come: for as long as they have greater keys
  /// there is nothing to compare.
  private func bound(of chosen: Int) -> (key: UInt64, isIncluded: Bool) {
    var bound: (key: UInt64, isIncluded: Bool)?
    for index in cursors.indices where index != chosen {
      let key = cursors[index].key
      // Of equal keys those of the older run come first.
      if bound.map({ key < $0.key }) ?? true { bound = (key, keepsAll && chosen < index) }
    }
    return bound ?? (.max, true)
  }

  /// The cursor whose entry comes next; nil where there is none. Entries that a newer one replaces are
  /// passed over.
  private mutating func choose() throws(StorageError) -> Int? {
    guard let least = cursors.lazy.map(\.key).min() else { return nil }
    if keepsAll { return cursors.firstIndex { $0.key == least } }
    var index = 0
    while index < cursors.count {
      let isReplaced =
        cursors[index].key == least && cursors[(index + 1)...].contains { $0.key == least }
      if isReplaced, try !cursors[index].next() {
        cursors.remove(at: index)
      } else {
        index += 1
      }
    }
    return cursors.firstIndex { $0.key == least }
  }
}
