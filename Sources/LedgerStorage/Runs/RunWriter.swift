/// Makes a run of entries that come in order: in memory, or in a file without keeping it in memory but
/// for 8 bytes for each key of a table.
///
/// The same range, ledger and entries always give the same bytes. After an error it is of no more use.
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
  /// Of the different keys of the table.
  private var hashes: [UInt64] = []

  /// Begins a run in memory.
  ///
  /// - Parameter range: not empty.
  package init(range: Range<UInt64>, ledgerID: LedgerUUID) {
    self.init(range, ledgerID, to: nil)
  }

  /// Begins a run in a file, which gets it in parts of about 1 MiB.
  package init(to file: RunFile) { self.init(file.range, file.ledgerID, to: file) }

  private init(_ range: Range<UInt64>, _ ledgerID: LedgerUUID, to file: RunFile?) {
    self.range = range
    path = file?.path ?? Run.memoryPath
    output = RunOutput(header: RunHash.header(ledgerID: ledgerID, range: range), to: file)
  }

  /// Adds an entry. They come by ascending tables, then by ascending keys; those of one key stay in the
  /// order in which they came.
  ///
  /// - Parameter value: at most `RunLimits.valueBytesMax`.
  /// - Throws: `misuse` for another order, a 17th table or a longer value; `full` where the run would be
  ///   longer than the format allows; what the file system reports.
  package mutating func append(
    _ table: UInt8, _ key: UInt64, _ value: RawSpan
  ) throws(StorageError) {
    if table != self.table { try begin(table) }
    guard key >= lastKey, value.byteCount <= RunLimits.valueBytesMax else {
      throw misuse("an entry of a run is out of order or too long")
    }
    if entryCount == 0 || key != lastKey { hashes.append(RunHash.mix(key)) }
    if !page.append(key, value) {
      try flush(table)
      _ = page.append(key, value)
    }
    lastKey = key
    entryCount += 1
  }

  /// Ends the run.
  ///
  /// - Returns: all its bytes; none where it is in a file.
  /// - Throws: as `append`.
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
  }

  /// Ends the table.
  private mutating func end() throws(StorageError) {
    guard let table else { return }
    try flush(table)
    let dataEnd = output.unitCount
    let depth = try directory.write(to: &output, table: table)
    let directoryEnd = output.unitCount
    try RunFilter(hashes: hashes).write(to: &output, table: table)
    tables.append(
      RunTable(
        number: table, depth: depth, dataStart: tableStart, dataEnd: dataEnd,
        directoryEnd: directoryEnd, filterBlockCount: RunFilter.blockCount(keyCount: hashes.count),
        entryCount: entryCount))
    self.table = nil
    entryCount = 0
  }

  private mutating func flush(_ table: UInt8) throws(StorageError) {
    directory.append(firstKey: page.firstKey, unit: output.unitCount)
    try page.write(to: &output, table: table)
  }

  private func misuse(_ what: String) -> StorageError { StorageError(.misuse, what, path: path) }
}
