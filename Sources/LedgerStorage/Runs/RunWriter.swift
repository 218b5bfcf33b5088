/// Makes a run from entries that arrive in order, in memory or in a file. A run in a file is not
/// kept in memory, except for 8 bytes for each key of a table, or 10 bits for each if `expectKeys`
/// gave their number.
///
/// The same range, ledger and entries always give the same bytes. After an error the writer is
/// useless.
package struct RunWriter: ~Copyable {
  /// The sequence numbers that the run covers.
  package let range: Range<UInt64>
  private let path: String
  private var output: RunOutput
  private var tables: [RunTable] = []
  /// The table that is being written.
  private var table: UInt8?
  private var tableStart = 1
  private var entryCount = 0
  private var lastKey: UInt64 = 0
  private var page = RunDataPage()
  private var directory = RunDirectory()
  /// The number of different keys of the table so far.
  private var keyCount = 0
  /// The hashes of these keys, while their final number is unknown.
  private var hashes: [UInt64] = []
  /// The number of different keys of the next table, if it was given, and its filter.
  private var expectedKeyCount: Int?
  private var filter = RunFilter(keyCount: 0)

  /// Begins a run in memory.
  ///
  /// - Parameter range: Not empty.
  package init(range: Range<UInt64>, ledgerID: LedgerUUID) {
    self.init(RunName(range: range), ledgerID, to: nil)
  }

  /// Begins a run in a file, which is written in parts of about 1 MiB.
  package init(to file: RunFile) { self.init(file.name, file.ledgerID, to: file) }

  private init(_ name: RunName, _ ledgerID: LedgerUUID, to file: RunFile?) {
    range = name.range
    path = file?.path ?? Run.memoryPath
    output = RunOutput(
      header: RunHash.header(name.kind, ledgerID: ledgerID, range: range), to: file)
  }

  /// Adds an entry. Entries must arrive by ascending tables, then by ascending keys; entries with
  /// the same key keep their order.
  ///
  /// - Parameter value: At most `RunLimits.valueBytesMax` bytes.
  /// - Throws: `misuse` for another order, a table too many or a longer value; `full` if the run would
  ///   be longer than the format allows; what the file system reports.
  package mutating func append(
    _ table: UInt8, _ key: UInt64, _ value: RawSpan
  ) throws(StorageError) {
    if table != self.table { try begin(table) }
    guard key >= lastKey, value.byteCount <= RunLimits.valueBytesMax else {
      throw misuse("an entry of a run is out of order or too long")
    }
    if entryCount == 0 || key != lastKey {
      keyCount += 1
      let hash = RunHash.mix(key)
      if expectedKeyCount == nil { hashes.append(hash) } else { filter.insert(hash) }
    }
    if !page.append(key, value) {
      try flush(table)
      _ = page.append(key, value)
    }
    lastKey = key
    entryCount += 1
  }

  /// Sets the number of different keys of the next table.
  package mutating func expectKeys(_ count: Int) throws(StorageError) {
    try end()
    expectedKeyCount = count
    filter = RunFilter(keyCount: count)
  }

  /// Ends the run.
  ///
  /// - Returns: All its bytes; none if it is in a file.
  /// - Throws: The same as `append`.
  package consuming func finish() throws(StorageError) -> [UInt8] {
    guard !range.isEmpty else { throw misuse("a run must cover something") }
    try end()
    return try output.finish(range: range, tables: tables)
  }

  private mutating func begin(_ table: UInt8) throws(StorageError) {
    try end()
    guard tables.last.map({ $0.number < table }) ?? true,
      tables.count < RunLimits.tableCountMax
    else { throw misuse("a table of a run is out of order or one too many") }
    self.table = table
    tableStart = output.unitCount
    lastKey = 0
    directory = RunDirectory()
    hashes.removeAll(keepingCapacity: true)
    keyCount = 0
  }

  /// Ends the table.
  private mutating func end() throws(StorageError) {
    guard let table else { return }
    try flush(table)
    let dataEnd = output.unitCount
    let depth = try directory.write(to: &output, table: table)
    let directoryEnd = output.unitCount
    try endFilter()
    try takeFilter().write(to: &output, table: table)
    tables.append(
      RunTable(
        number: table, depth: depth, dataStart: tableStart, dataEnd: dataEnd,
        directoryEnd: directoryEnd, filterBlockCount: RunFilter.blockCount(keyCount: keyCount),
        entryCount: entryCount))
    self.table = nil
    entryCount = 0
    expectedKeyCount = nil
  }

  /// Makes sure that the filter has all keys of the table.
  private mutating func endFilter() throws(StorageError) {
    if let expectedKeyCount {
      guard expectedKeyCount == keyCount else {
        throw misuse("a table has another number of keys")
      }
      return
    }
    filter = RunFilter(keyCount: keyCount)
    for hash in hashes { filter.insert(hash) }
  }

  private mutating func takeFilter() -> RunFilter {
    var taken = RunFilter(keyCount: 0)
    swap(&taken, &filter)
    return taken
  }

  private mutating func flush(_ table: UInt8) throws(StorageError) {
    directory.append(firstKey: page.firstKey, unit: output.unitCount)
    try page.write(to: &output, table: table)
  }

  private func misuse(_ what: String) -> StorageError { StorageError(.misuse, what, path: path) }
}
