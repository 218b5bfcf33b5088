/// Puts adjacent runs together into one.
package enum RunMerger {
  /// What becomes of entries with one key in one table.
  package enum Rule: Sendable {
    /// That of the newest run stays. Within a run such a table has each key once.
    case latest
    /// All stay, those of the oldest run first.
    case all
  }

  /// Adds all that the runs hold to a writer: the same as if it had been written at once. Each page
  /// is checked when it is come to, whenever it was checked before.
  ///
  /// - Parameters:
  ///   - runs: the oldest first, each beginning where the one before ends, together of the writer's
  ///     range.
  ///   - rule: of each table.
  ///   - countedEntries: the keys of a table with more entries are counted before they are merged.
  ///   - shouldGoOn: asked every few thousand entries.
  /// - Returns: false where it was told not to go on; then the writer is of no more use.
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
        // Twice through the runs takes less than the memory for all keys of large ones.
        var counting = merge
        guard let count = try counting.countKeys(while: shouldGoOn) else { return false }
        try writer.expectKeys(count)
      }
      while try merge.step(into: &writer) { if !shouldGoOn() { return false } }
    }
    // What was lost while it was read must not get right checksums.
    for run in runs where run.isLost { throw run.pages.damage(0) }
    return true
  }

  private static var misuse: StorageError {
    StorageError(.misuse, "runs that are merged must join", path: "(runs)")
  }
}
