/// The merge of one table of several runs.
///
/// Where it is in each run is told by values that refer to nothing: of an entry no reference is counted.
struct RunTableMerge {
  /// A step goes on to the next one after so many entries.
  private static let stepEntries = 4096

  /// A table of one run.
  private struct Source {
    let pages: RunPages
    let table: RunTable
  }

  private let table: UInt8
  private let keepsAll: Bool
  /// Of the runs that are not at their end, the oldest first.
  private var sources: [Source] = []
  /// Where each of them is, at an entry.
  private var positions: [RunPosition] = []
  /// The keys of these entries.
  private var keys: [UInt64] = []

  init(_ runs: [Run], table: UInt8, keepsAll: Bool) throws(StorageError) {
    self.table = table
    self.keepsAll = keepsAll
    for run in runs {
      guard let table = run.table(table) else { continue }
      var position = try RunPosition(startOf: table, in: run.pages)
      guard try position.next(in: run.pages, table) else { continue }
      sources.append(Source(pages: run.pages, table: table))
      positions.append(position)
      keys.append(position.key)
    }
  }

  /// Adds some entries; false where there are no more.
  mutating func step(into writer: inout RunWriter) throws(StorageError) -> Bool {
    let table = table
    return try step { (key, value) throws(StorageError) in try writer.append(table, key, value) }
  }

  /// Goes through some entries; false where there are no more.
  @inline(__always)
  private mutating func step(
    _ visit: (UInt64, RawSpan) throws(StorageError) -> Void
  ) throws(StorageError) -> Bool {
    var rest = Self.stepEntries
    while rest > 0 {
      if keys.isEmpty { return false }
      let chosen = least()
      if !chosen.isReplaced {
        try visit(keys[chosen.index], positions.span[chosen.index].value)
        rest -= 1
      }
      try advance(chosen.index)
    }
    return true
  }

  /// Goes on to the next entry of a run, or goes on without it.
  @inline(__always)
  private mutating func advance(_ index: Int) throws(StorageError) {
    if positions[index].nextInPage() {
      keys[index] = positions[index].key
    } else {
      try advanceFar(index)
    }
  }

  @inline(never)
  private mutating func advanceFar(_ index: Int) throws(StorageError) {
    let source = sources[index]
    if try positions[index].next(in: source.pages, source.table) {
      keys[index] = positions[index].key
    } else {
      sources.remove(at: index)
      positions.remove(at: index)
      keys.remove(at: index)
    }
  }

  /// Goes through all entries, and gives how many different keys they have; nil where it was told not
  /// to go on.
  mutating func countKeys(while shouldGoOn: () -> Bool) throws(StorageError) -> Int? {
    var count = 0
    var last: UInt64 = 0
    while try step({ (key, _) throws(StorageError) in
      if count == 0 || key != last { count += 1 }
      last = key
    }) {
      if !shouldGoOn() { return nil }
    }
    return count
  }

  /// The run at the least key, of equal ones the oldest; and whether the entry of a newer one takes its
  /// entry's place.
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
