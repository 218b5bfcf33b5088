/// Merges adjacent runs into one.
package enum RunMerger {
  /// How entries with the same key of a table are merged.
  package enum Rule: Sendable {
    /// The entry of the newest run stays. Within a run such a table has each key once.
    case latest
    /// All entries stay, those of the oldest run first.
    case all
  }

  /// Adds the content of the runs to a writer, with the same result as if it had been written at
  /// once. Each page is checked when the merge reaches it, whenever it was checked before.
  ///
  /// - Parameters:
  ///   - runs: Adjacent runs, oldest first, that together cover the writer's range.
  ///   - rule: The rule of each table.
  ///   - countedEntries: The keys of a table with more entries than this are counted before they
  ///     are merged.
  ///   - shouldGoOn: Called every few thousand entries.
  /// - Returns: False if `shouldGoOn` returned false; the writer is then useless.
  /// - Throws: `misuse` for other runs; what is wrong with a run; what the writer throws.
  package static func merge(
    _ runs: [Run], into writer: inout RunWriter, rule: (UInt8) -> Rule,
    countingFrom countedEntries: Int = 1 << 18, while shouldGoOn: () -> Bool = { true }
  ) throws(StorageError) -> Bool {
    var end = writer.range.lowerBound
    for run in runs {
      if run.range.lowerBound != end { throw misuse }
      end = run.range.upperBound
    }
    if end != writer.range.upperBound { throw misuse }
    for table in Set(runs.flatMap(\.tableNumbers)).sorted() {
      var merge = try RunTableMerge(runs, table: table, keepsAll: rule(table) == .all)
      if runs.reduce(0, { $0 + $1.count(of: table) }) > countedEntries {
        // Reading large runs twice costs less than the memory for all their keys.
        var counting = merge
        guard let count = try counting.countKeys(while: shouldGoOn) else { return false }
        try writer.expectKeys(count)
      }
      while try merge.step(into: &writer) { if !shouldGoOn() { return false } }
    }
    // Content that was lost while it was read must not get correct checksums.
    for run in runs where run.isLost { throw run.pages.damage(0) }
    return true
  }

  /// Adds one table of the runs to a writer, or a part of it.
  ///
  /// - Parameters:
  ///   - runs: Adjacent runs, oldest first.
  ///   - isKept: Whether the entry with a key is added.
  /// - Throws: What is wrong with a run; what the writer throws.
  package static func merge(
    _ runs: [Run], table: UInt8, into writer: inout RunWriter, rule: Rule,
    where isKept: (UInt64) -> Bool = { _ in true }
  ) throws(StorageError) {
    var merge = try RunTableMerge(runs, table: table, keepsAll: rule == .all)
    while try merge.step(into: &writer, where: isKept) {}
    for run in runs where run.isLost { throw run.pages.damage(0) }
  }

  /// Adds the content of a run to a writer of the same range, with some entries replaced.
  ///
  /// - Throws: What is wrong with the run; what the writer throws.
  package static func copy(
    _ run: Run, into writer: inout RunWriter, replacing edits: [RunEdit]
  ) throws(StorageError) {
    for table in run.tableNumbers.sorted() {
      let edits = edits.filter { $0.table == table }
      let keys = Set(edits.map(\.key))
      var added = edits.sorted { $0.newKey < $1.newKey }[...]
      var merge = try RunTableMerge([run], table: table, keepsAll: true)
      while try merge.step({ (key, value) throws(StorageError) in
        while let next = added.first, next.newKey <= key {
          try writer.append(table, next.newKey, next.newValue.rawSpan)
          added.removeFirst()
        }
        if keys.contains(key), edits.contains(where: { $0.replaces(key, value) }) { return }
        try writer.append(table, key, value)
      }) {}
      for next in added { try writer.append(table, next.newKey, next.newValue.rawSpan) }
    }
    if run.isLost { throw run.pages.damage(0) }
  }

  private static var misuse: StorageError {
    StorageError(.misuse, "runs that are merged must join", path: "(runs)")
  }
}
