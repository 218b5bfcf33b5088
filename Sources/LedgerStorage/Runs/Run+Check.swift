extension Run {
  /// Reads all pages, and sees whether the entries are in order, as many as the footer says, and let
  /// through by the filter.
  ///
  /// - Throws: `damaged`; what the file system reports.
  func check() throws(StorageError) {
    var unit = 1
    while unit < pages.unitCount { unit += try pages.check(unit) }
    for table in tables {
      var position = try RunPosition(startOf: table, in: pages)
      var (count, lastKey): (Int, UInt64) = (0, 0)
      while try position.next(in: pages, table) {
        guard position.key >= lastKey, try mayContain(table.number, position.key, .any)
        else {
          throw pages.damage(table.dataStart)
        }
        lastKey = position.key
        count += 1
      }
      if count != table.entryCount { throw pages.damage(table.dataStart) }
    }
  }
}
