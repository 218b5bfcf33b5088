extension Run {
  /// Reads all pages, and checks that the entries are in order, that their number is that of the
  /// footer, and that the filter lets them through.
  ///
  /// - Returns: The fault, if these are wrong though each page is what was written: a lookup would
  ///   report that an entry does not exist. Nil if all is well.
  /// - Throws: `damaged`, as a lookup there would; what the file system reports.
  func check() throws(StorageError) -> StorageError? {
    var unit = 1
    while unit < pages.unitCount { unit += try pages.check(unit) }
    for table in tables {
      var position = try RunPosition(startOf: table, in: pages)
      var (count, lastKey): (Int, UInt64) = (0, 0)
      while try position.next(in: pages, table) {
        guard position.key >= lastKey, try mayContain(table.number, position.key, .any)
        else {
          return hiding(table)
        }
        lastKey = position.key
        count += 1
      }
      if count != table.entryCount { return hiding(table) }
    }
    return nil
  }

  private func hiding(_ table: RunTable) -> StorageError {
    StorageError(
      .damaged,
      "the order, the filter or the number of the entries in table \(table.number) hides some",
      path: pages.path, offset: UInt64(clamping: table.dataStart) * UInt64(RunLimits.unitBytes))
  }
}
