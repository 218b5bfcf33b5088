/// The merge of one table of several runs.
///
/// The position in each run is a value without references, so no references are counted for an
/// entry.
struct RunTableMerge {
  /// The number of entries in a step.
  private static let stepEntries = 4096

  /// A table of one run.
  private struct Source {
    let pages: RunPages
    let table: RunTable
  }

  private let table: UInt8
  private let keepsAll: Bool
  /// The runs that are not at their end, oldest first.
  private var sources: [Source] = []
  /// The position of each of them, at an entry.
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

  /// Adds some entries; false if there are no more.
  mutating func step(into writer: inout RunWriter) throws(StorageError) -> Bool {
    let table = table
    return try step { (key, value) throws(StorageError) in try writer.append(table, key, value) }
  }

  /// The same for the entries whose keys are kept.
  mutating func step(
    into writer: inout RunWriter, where isKept: (UInt64) -> Bool
  ) throws(StorageError) -> Bool {
    let table = table
    return try step { (key, value) throws(StorageError) in
      if isKept(key) { try writer.append(table, key, value) }
    }
  }

  /// Visits some entries; false if there are no more.
  @inline(__always)
  mutating func step(
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

  /// Advances a run to its next entry, or drops the run at its end.
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

  /// Visits all entries, and returns the number of different keys; nil if `shouldGoOn` returned
  /// false.
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

  /// The run with the least key, the oldest if several have it, and whether the entry of a newer
  /// run replaces its entry.
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
