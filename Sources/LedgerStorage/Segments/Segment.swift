/// The files of one sealed range.
final class Segment: Sendable {
  let record: SegmentRecord
  let segment: ColumnFile
  let text: ColumnFile
  private let ledgerID: LedgerUUID
  private let directory: LedgerDirectory
  private let openFiles: OpenFiles
  /// Nil if it is missing, or known to be unsound.
  private let chain: Locked<ColumnFile?>

  var range: Range<UInt64> { record.range }

  /// - Parameter hasChain: Whether there is a chain file.
  init(
    _ record: SegmentRecord, ledgerID: LedgerUUID, in directory: LedgerDirectory,
    openFiles: OpenFiles, hasChain: Bool
  ) {
    func file(_ record: SealedRecord) -> ColumnFile {
      ColumnFile(
        ColumnFile.Identity(
          kind: record.kind, ledgerID: ledgerID, fileID: record.fileID,
          birthGeneration: record.birthGeneration, range: record.range,
          recorded: .init(byteCount: record.byteCount, checksum: record.checksum)),
        in: directory, openFiles: openFiles)
    }
    self.record = record
    self.ledgerID = ledgerID
    self.directory = directory
    self.openFiles = openFiles
    segment = file(record.segment)
    text = file(record.text)
    chain = Locked(nil)
    if hasChain { setChain() }
  }

  /// Opens its files while there are descriptors for them, so that they can be read after a
  /// compaction or an erasure has removed them.
  ///
  /// - Throws: `damaged` or `removed` if one is not there; what the file system reports.
  func hold() throws(StorageError) {
    for file in [segment, text] { try file.hold() }
    // Without it, it is made again in memory.
    do { try chain.withLock { $0 }?.hold() } catch {}
  }

  /// The number of the block that holds a sequence number of the range.
  func blockNumber(containing sequence: UInt64) -> Int {
    Int((sequence - range.lowerBound) / UInt64(ColumnLimits.blockRows))
  }

  var hasChain: Bool { chain.withLock { $0 != nil } }

  /// Notes that there is a chain file now.
  ///
  /// - Parameter memory: The whole file, if it is only in memory.
  func setChain(memory: [UInt8]? = nil) {
    let file = ColumnFile(
      ColumnFile.Identity(
        kind: .chain, ledgerID: ledgerID, fileID: record.segment.fileID,
        birthGeneration: record.segment.birthGeneration, range: range, recorded: nil),
      in: directory, openFiles: openFiles, memory: memory)
    chain.withLock { $0 = file }
  }

  /// The header of the chain file: that of the segment with another kind.
  func chainHeader() throws(StorageError) -> FileHeader {
    var header = try segment.contents().header
    header.kind = .chain
    return header
  }

  /// Reads these regions of a block. Without a sound chain file the chain region is left out.
  func block(
    _ number: Int, _ regions: Set<ColumnRegion>
  ) throws(StorageError) -> SealedBlock {
    var block = SealedBlock(number, of: self)
    for region in ColumnRegion.allCases where regions.contains(region) { try block.read(region) }
    return block
  }

  /// Reads the whole chain file; the error says why it cannot be used.
  func checkChain() throws(StorageError) {
    guard let file = chain.withLock({ $0 }) else { return }
    try check(file)
  }

  /// Reads the whole chain file; if it cannot be used, it counts as missing from now on.
  ///
  /// - Throws: `resources`.
  func dropUnreadableChain() throws(StorageError) {
    _ = try withChain { (file) throws(StorageError) in try check(file) }
  }

  private func check(_ file: ColumnFile) throws(StorageError) {
    try checkHeader(of: file)
    for number in 0..<ColumnLimits.blockCount(of: range) {
      _ = try file.block(number, of: .chain)
    }
  }

  /// The header and footer of the chain file; nil if it is missing or unreadable.
  ///
  /// - Throws: `resources`.
  func chainContents() throws(StorageError) -> ColumnFile.Contents? {
    try withChain { (file) throws(StorageError) in
      try checkHeader(of: file)
      return try file.contents()
    }
  }

  /// A block of the chain file; nil if the file is missing or unreadable.
  ///
  /// - Throws: `resources`.
  func chainBlock(_ number: Int) throws(StorageError) -> ColumnBlock? {
    try withChain { (file) throws(StorageError) in
      try checkHeader(of: file)
      return try file.block(number, of: .chain)
    }
  }

  /// Throws unless the header and the clock of a chain file match the segment.
  private func checkHeader(of file: ColumnFile) throws(StorageError) {
    let contents = try file.contents()
    let lastClock = try segment.contents().footer.lastClock
    guard contents.header == (try chainHeader()), contents.footer.lastClock == lastClock else {
      throw StorageError(.damaged, "it is not of its segment", path: file.path, offset: 0)
    }
  }

  private func withChain<Result>(
    _ body: (ColumnFile) throws(StorageError) -> Result
  ) throws(StorageError) -> Result? {
    guard let file = chain.withLock({ $0 }) else { return nil }
    do { return try body(file) } catch {
      // This says nothing about the file.
      if error.category == .resources { throw error }
      // The file is derived: callers that need it make it again.
      chain.withLock { if $0 === file { $0 = nil } }
      return nil
    }
  }
}
