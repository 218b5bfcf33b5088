/// An immutable set of tables of sorted entries (a key and some bytes) that covers a range of
/// sequence numbers. It is derived from the log. See spec/runs.md.
///
/// Any thread may use it. Its content is checked when it is first read.
package final class Run: Sendable {
  /// The sequence numbers that it covers; not empty.
  package let range: Range<UInt64>
  /// The name of its file, if it has one.
  package var fileName: String { RunName(isBase ? .base : .derived, range: range).description }
  /// Whether it stands for entries that were dropped.
  package let isBase: Bool
  let pages: RunPages
  /// Keeps a file without a name of its own.
  let scratch: RunFile?
  let tables: [RunTable]
  /// The index in `slots` of each table number; 255 for none.
  private let indexes: InlineArray<256, UInt8>
  /// `tables` again, stored inline: reading it counts no references.
  private let slots: InlineArray<20, RunTable>
  /// The path of a run in memory, for messages.
  static let memoryPath = "(memory)"

  /// A run in memory.
  ///
  /// - Parameter bytes: The result of `RunWriter.finish`.
  /// - Throws: `damaged` or `newerFormat` if that is no run of this ledger.
  package convenience init(_ bytes: [UInt8], ledgerID: LedgerUUID) throws(StorageError) {
    let decoded = try Self.decode(bytes, ledgerID: ledgerID)
    self.init(decoded, FileMapping(copying: bytes), of: nil, path: Self.memoryPath)
  }

  /// A run in a file, which stays open.
  ///
  /// - Parameter name: The name, which says what the run must cover.
  /// - Throws: `damaged` or `newerFormat` if it is no such run; what the file system reports.
  convenience init(
    _ name: RunName, in directory: LedgerDirectory, ledgerID: LedgerUUID
  ) throws(StorageError) {
    let file = try directory.files.openFile("\(name)", .read)
    try self.init(name, file, path: directory.path(of: name), ledgerID: ledgerID, scratch: nil)
  }

  /// A run in a complete file that has no name of its own: it is removed with the run.
  package convenience init(scratch file: RunFile) throws(StorageError) {
    try self.init(
      file.name, file.file, path: file.path, ledgerID: file.ledgerID, scratch: file)
  }

  private convenience init(
    _ name: RunName, _ file: any File, path: String, ledgerID: LedgerUUID, scratch: RunFile?
  ) throws(StorageError) {
    let size = try file.size()
    let unit = RunLimits.unitBytes
    var first: [UInt8] = []
    let firstCount = try file.read(unit, at: 0, into: &first)
    var last: [UInt8] = []
    let start = size - min(size, UInt64(unit))
    let lastCount = try file.read(unit, at: start, into: &last)
    let decoded: (footer: RunFooter, headerChecksum: UInt32, checksum: UInt32)
    do {
      decoded = try RunFooter.decode(
        first: first.rawSpan.extracting(0..<firstCount),
        last: last.rawSpan.extracting(0..<lastCount), byteCount: size, kind: name.kind,
        ledgerID: ledgerID)
    } catch { throw error.error(in: path) }
    guard decoded.footer.range == name.range else {
      throw StorageError(
        .damaged, "the run does not cover what its name says", path: path, offset: start)
    }
    let mapping = try file.map(Int(clamping: size))
    self.init(
      decoded, mapping, of: file, path: path, isBase: name.kind == .base, scratch: scratch)
  }

  /// Reads and checks the first and the last page of a run in memory.
  static func decode(
    _ bytes: [UInt8], ledgerID: LedgerUUID
  ) throws(StorageError) -> (footer: RunFooter, headerChecksum: UInt32, checksum: UInt32) {
    let unit = RunLimits.unitBytes
    do {
      return try RunFooter.decode(
        first: bytes.rawSpan.extracting(0..<min(unit, bytes.count)),
        last: bytes.rawSpan.extracting(max(bytes.count - unit, 0)..<bytes.count),
        byteCount: UInt64(bytes.count), kind: .derived, ledgerID: ledgerID)
    } catch { throw error.error(in: memoryPath) }
  }

  private init(
    _ decoded: (footer: RunFooter, headerChecksum: UInt32, checksum: UInt32),
    _ mapping: FileMapping,
    of file: (any File)?, path: String, isBase: Bool = false, scratch: RunFile? = nil
  ) {
    self.isBase = isBase
    self.scratch = scratch
    range = decoded.footer.range
    tables = decoded.footer.tables
    checksum = decoded.checksum
    pages = RunPages(
      mapping, of: file, unitCount: decoded.footer.unit, headerChecksum: decoded.headerChecksum,
      path: path)
    var indexes = InlineArray<256, UInt8>(repeating: 255)
    var slots = InlineArray<20, RunTable>(repeating: .none)
    for (index, table) in tables.enumerated().prefix(RunLimits.tableCountMax) {
      indexes[Int(table.number)] = UInt8(index)
      slots[index] = table
    }
    self.indexes = indexes
    self.slots = slots
  }

  /// Whether it is only in memory.
  package var isMemory: Bool { pages.isMemory }

  /// Whether a part of its file is gone. Check this after reading: if it is true, nothing that was
  /// read counts.
  package var isLost: Bool { pages.isLost }

  /// Writes a run in memory unchanged to its file: a run has the same bytes wherever it is written.
  ///
  /// - Parameter file: A file for the same range and ledger.
  /// - Throws: `misuse` for another file, or for a run in a file; what the file system reports.
  package func copy(to file: RunFile) throws(StorageError) {
    guard isMemory, file.range == range else {
      throw StorageError(.misuse, "the run is in a file, or is not the file's", path: file.path)
    }
    try pages.copy(to: file)
  }

  /// Visits all its bytes, in parts of up to 1 MiB.
  ///
  /// - Throws: What `visit` throws; `damaged` if a part of the file is gone.
  package func forEachPart(
    _ visit: (RawSpan, _ offset: UInt64) throws(StorageError) -> Void
  ) throws(StorageError) {
    try pages.forEachPart(visit)
    if isLost { throw pages.damage(0) }
  }

  /// The length of the run in bytes.
  package var byteCount: Int { pages.byteCount }

  /// The checksum field of the last page, which depends on the header and has the places of all
  /// tables.
  let checksum: UInt32

  /// The numbers of the tables that have entries, ascending.
  package var tableNumbers: [UInt8] { tables.map(\.number) }

  /// The number of entries of a table.
  package func count(of table: UInt8) -> Int { self.table(table)?.entryCount ?? 0 }

  /// Whether a table may have an entry with a key. If false, it has none. For about one in a
  /// hundred of the keys that it does not have, the result is true. Small tables have no filter,
  /// and the result is always true.
  ///
  /// - Throws: `damaged`; what the file system reports.
  package func mayContain(
    _ table: UInt8, _ key: UInt64, _ age: PageAge
  ) throws(StorageError) -> Bool {
    guard let table = self.table(table) else { return false }
    return try mayContain(table, key, age)
  }

  /// The hash that `mayHold` takes for a key.
  @inline(__always) package static func hash(of key: UInt64) -> UInt64 { RunHash.mix(key) }

  /// The same as `mayContain`, for the hash of a key. It is fast, and true if a page is unsound.
  @inline(__always) package func mayHold(
    _ table: UInt8, hash: UInt64, _ age: PageAge
  ) -> Bool {
    let index = Int(indexes[Int(table)])
    guard index < RunLimits.tableCountMax else { return false }
    if slots[index].filterBlockCount == 0 { return true }
    do throws(StorageError) {
      return try RunFilter.mayContain(hash: hash, in: pages, slots[index], age)
    } catch { return true }
  }

  /// Starts to load what `mayHold` reads.
  @inline(__always) package func prefetch(_ table: UInt8, hash: UInt64) {
    let index = Int(indexes[Int(table)])
    guard index < RunLimits.tableCountMax, slots[index].filterBlockCount > 0 else { return }
    RunFilter.prefetch(hash: hash, in: pages, slots[index])
  }

  /// Starts to load the beginning of the data page where a search for a key ends.
  ///
  /// - Parameter age: How old the last check of the directory's pages may be.
  /// - Returns: Nil if the page was never read and checked.
  package func prefetchPage(_ table: UInt8, _ key: UInt64, _ age: PageAge) -> RunSpot? {
    guard let table = self.table(table),
      let unit = try? RunPosition.dataPage(notBefore: key, in: pages, table, age),
      pages.isChecked(unit, .any), let number = UInt32(exactly: unit)
    else { return nil }
    for line in 0..<3 { pages.prefetch(unit, line * 64) }
    return RunSpot(unit: number)
  }

  /// Starts to load the entry of a key in the data page of `prefetchPage`, and notes its interval.
  package func prefetchEntry(_ table: UInt8, _ key: UInt64, at spot: inout RunSpot) {
    guard let page = try? pages.page(Int(spot.unit), .data, of: table, .any) else { return }
    spot.interval = RunPlace.prefetchInterval(before: key, in: page).flatMap { UInt16(exactly: $0) }
  }

  /// Calls `body` with the value of the first entry that has the key.
  ///
  /// - Parameters:
  ///   - spot: The result of `prefetchPage` for the key; nil searches for the page.
  ///   - age: How old the last check of filter and directory may be.
  ///   - dataAge: How old the last check of the data may be.
  /// - Throws: `damaged`; what the file system reports.
  package func readValue(
    _ table: UInt8, _ key: UInt64, at spot: RunSpot?, _ age: PageAge, _ dataAge: PageAge,
    _ body: (RawSpan) -> Void
  ) throws(StorageError) {
    guard let found = try first(table, key, at: spot, age, dataAge)?.position else { return }
    body(found.value)
  }

  /// Calls `body` with the value of each entry that has the key, in order, until it returns false.
  ///
  /// - Parameters: The same as for `readValue`.
  /// - Throws: `damaged`; what the file system reports.
  package func forEachValue(
    _ table: UInt8, _ key: UInt64, _ age: PageAge, _ dataAge: PageAge, _ body: (RawSpan) -> Bool
  ) throws(StorageError) {
    guard let (table, first) = try first(table, key, at: nil, age, dataAge) else { return }
    var position = first
    repeat {
      if !body(position.value) { return }
    } while try position.next(in: pages, table) && position.key == key
  }

  /// A cursor over the entries of a table, before the first one.
  package func cursor(_ table: UInt8) -> RunCursor { RunCursor(self, self.table(table)) }

  /// The table's record in the footer; nil if it has no entries.
  func table(_ number: UInt8) -> RunTable? {
    let index = Int(indexes[Int(number)])
    return index < RunLimits.tableCountMax ? slots[index] : nil
  }

  /// The first entry that has the key.
  private func first(
    _ table: UInt8, _ key: UInt64, at spot: RunSpot?, _ age: PageAge, _ dataAge: PageAge
  ) throws(StorageError) -> (table: RunTable, position: RunPosition)? {
    guard let table = self.table(table) else { return nil }
    let unit: Int
    if let spot {
      unit = Int(spot.unit)
    } else {
      guard try mayContain(table, key, age) else { return nil }
      unit = try RunPosition.dataPage(notBefore: key, in: pages, table, age)
    }
    let position = try RunPosition(
      notBefore: key, in: pages, table, unit: unit, interval: spot?.interval.map { Int($0) },
      dataAge)
    guard let position, position.key == key else { return nil }
    return (table, position)
  }

  private func mayContain(
    _ table: RunTable, _ key: UInt64, _ age: PageAge
  ) throws(StorageError) -> Bool {
    if table.filterBlockCount == 0 { return true }
    return try RunFilter.mayContain(key, in: pages, table, age)
  }
}
