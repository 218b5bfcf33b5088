/// One sealed file, opened when it is first needed. Its footer is read once; blocks are read and
/// checked each time.
///
/// Any thread may use it. Its content never changes, so it may be closed and reopened while its name
/// is there. A compaction or an erasure takes the name away: `hold` keeps the file readable then.
final class ColumnFile: Sendable {
  /// The parts that are read once.
  struct Contents: Sendable {
    let header: FileHeader
    let headerChecksum: UInt32
    let footer: ColumnFooter
    let byteCount: Int
  }

  /// What the file must be.
  struct Identity: Sendable {
    let kind: SealedKind
    let ledgerID: LedgerUUID
    let fileID: LedgerUUID
    let birthGeneration: UInt64
    let range: Range<UInt64>
    /// The file's length and the checksum of its footer, if a manifest records them.
    let recorded: Recorded?

    struct Recorded: Sendable {
      let byteCount: Int
      let checksum: UInt32
    }
  }

  private struct State: Sendable {
    var file: (any File)?
    var contents: Contents?
  }

  let identity: Identity
  let path: String
  private let name: SealedName
  private let directory: LedgerDirectory
  private let openFiles: OpenFiles
  /// The whole file, if it is only in memory.
  private let memory: [UInt8]?
  private let state = Locked(State())

  /// - Parameter memory: The whole file, if it is only in memory.
  init(
    _ identity: Identity, in directory: LedgerDirectory, openFiles: OpenFiles,
    memory: [UInt8]? = nil
  ) {
    self.identity = identity
    name = SealedName(kind: identity.kind, range: identity.range, id: identity.fileID.high)
    path = directory.path(of: name)
    self.directory = directory
    self.openFiles = openFiles
    self.memory = memory
  }

  /// The header and the footer.
  func contents() throws(StorageError) -> Contents { try opened().contents }

  /// A block of a region that the file has.
  func block(_ number: Int, of region: ColumnRegion) throws(StorageError) -> ColumnBlock {
    let (file, contents) = try opened()
    guard let place = identity.kind.regions.firstIndex(of: region),
      contents.footer.regions[place].indices.contains(number)
    else {
      throw StorageError(.misuse, "the file has no such block", path: path)
    }
    let extent = contents.footer.regions[place][number]
    let bytes = try read(Int(extent.byteCount), at: UInt64(extent.offset), of: file)
    let checksum = ColumnBlock.checksum(
      bytes.rawSpan, of: region, number: number, headerChecksum: contents.headerChecksum)
    guard bytes.count == Int(extent.byteCount), checksum == extent.checksum,
      let block = ColumnBlock(decoding: bytes)
    else {
      throw StorageError(
        .damaged, "block \(number) of the \(region) is not what was written", path: path,
        offset: UInt64(extent.offset))
    }
    return block
  }

  /// Opens the file, if it is not open, so that it can be read after its name is gone. No other file
  /// is closed for that: if there are too few descriptors, it stays closed.
  ///
  /// - Throws: `damaged` or `removed` if it is not there; what the file system reports.
  func hold() throws(StorageError) {
    guard memory == nil, openFiles.hasRoom else { return }
    let isNew: Bool
    do throws(StorageError) {
      isNew = try state.withLock { (state) throws(StorageError) in
        if state.file != nil { return false }
        state.file = try directory.files.openFile("\(name)", .read)
        return true
      }
    } catch {
      if error.category == .resources { return }
      throw explained(error)
    }
    if isNew { openFiles.add(self, isHeld: true) }
  }

  /// Closes the descriptor; reads under way keep it.
  func closeFile() { state.withLock { $0.file = nil } }

  private func opened() throws(StorageError) -> (file: (any File)?, contents: Contents) {
    do throws(StorageError) { return try openedNow() } catch { throw explained(error) }
  }

  private func openedNow() throws(StorageError) -> (file: (any File)?, contents: Contents) {
    var isNew = false
    let result = try state.withLock {
      (state) throws(StorageError) -> (file: (any File)?, contents: Contents) in
      if memory == nil, state.file == nil {
        state.file = try openFile()
        isNew = true
      }
      if let contents = state.contents { return (state.file, contents) }
      let contents: Contents
      do throws(StorageError) { contents = try readContents(of: state.file) } catch {
        // One that was open before may have no name any more.
        if isNew { state.file = nil }
        throw error
      }
      state.contents = contents
      return (state.file, contents)
    }
    if isNew { openFiles.add(self) }
    return result
  }

  private func openFile() throws(StorageError) -> any File {
    while true {
      do { return try directory.files.openFile("\(name)", .read) } catch {
        // If there are too few descriptors, other files give theirs up.
        if error.category == .resources, openFiles.closeOldest(but: self) { continue }
        throw error
      }
    }
  }

  /// For a missing file: whether it should be there.
  private func explained(_ error: StorageError) -> StorageError {
    guard error.category == .noSuchFile else { return error }
    return directory.names(identity.fileID)
      ? error.recategorized(.damaged, "the file is not there")
      : error.recategorized(.removed, "a compaction or an erasure removed the file")
  }

  /// Reads up to `count` bytes of the file, or of its copy in memory.
  private func read(
    _ count: Int, at offset: UInt64, of file: (any File)?
  ) throws(StorageError) -> [UInt8] {
    var bytes: [UInt8] = []
    if let file {
      let done = try file.read(count, at: offset, into: &bytes)
      if done < bytes.count { bytes.removeLast(bytes.count - done) }
    } else if let memory, offset < UInt64(memory.count) {
      bytes = Array(memory[Int(offset)...].prefix(count))
    }
    return bytes
  }

  private func readContents(of file: (any File)?) throws(StorageError) -> Contents {
    let size = try file?.size() ?? UInt64(memory?.count ?? 0)
    if let recorded = identity.recorded, size != UInt64(recorded.byteCount) {
      throw Self.wrongLength(size, recorded.byteCount, path)
    }
    guard size <= UInt64(ColumnLimits.fileBytesMax) else {
      throw StorageError(
        .damaged, "the file has \(size) bytes, more than the format allows", path: path)
    }
    let byteCount = Int(size)
    let headerBytes = try read(FileHeader.byteCount, at: 0, of: file)
    let header = try located { () throws(FormatFault) in
      try FileHeader(decoding: headerBytes.rawSpan, expecting: identity.kind.headerKind)
    }
    guard header.ledgerID == identity.ledgerID, header.fileID == identity.fileID,
      header.birthGeneration == identity.birthGeneration,
      header.firstSequence == identity.range.lowerBound
    else {
      throw StorageError(
        .damaged, "this is not the file that the manifest names", path: path, offset: 16)
    }
    // The last bytes give the footer's length. Usually these bytes contain the whole footer.
    let headerChecksum: UInt32 = headerBytes.rawSpan.integer(at: FileHeader.byteCount - 4)
    let tailByteCount = ColumnFooter.tailByteCount
    var end = try readEnd(tailByteCount + footerByteCountHint, byteCount, of: file)
    let footerByteCount = try located { () throws(FormatFault) in
      try ColumnFooter.byteCount(
        tail: end.rawSpan.extracting(last: tailByteCount), fileByteCount: byteCount)
    }
    if end.count < footerByteCount + tailByteCount {
      end = try readEnd(footerByteCount + tailByteCount, byteCount, of: file)
    }
    let footerStart = byteCount - tailByteCount - footerByteCount
    let (footer, checksum) = try located { () throws(FormatFault) in
      try ColumnFooter.decode(
        end.rawSpan.extracting(last: footerByteCount + tailByteCount).extracting(
          first: footerByteCount),
        kind: identity.kind, header: header, headerChecksum: headerChecksum,
        fileByteCount: byteCount)
    }
    guard footer.range == identity.range, checksum == identity.recorded?.checksum ?? checksum
    else {
      throw StorageError(
        .damaged, "the footer is not the one that the manifest records", path: path,
        offset: UInt64(footerStart))
    }
    return Contents(
      header: header, headerChecksum: headerChecksum, footer: footer, byteCount: byteCount)
  }

  /// An upper bound for the footer's length, as far as it is known before reading.
  private var footerByteCountHint: Int {
    let summaryByteCount = identity.kind == .segment ? 4096 : 0
    return summaryByteCount
      + ColumnFooter.byteCount(kind: identity.kind, range: identity.range, summaryByteCount: 0)
  }

  /// Up to `count` last bytes of the file.
  private func readEnd(
    _ count: Int, _ byteCount: Int, of file: (any File)?
  ) throws(StorageError) -> [UInt8] {
    let start = max(byteCount - count, 0)
    return try read(byteCount - start, at: UInt64(start), of: file)
  }

  /// Adds the path of the file to a fault.
  private func located<Result>(
    _ body: () throws(FormatFault) -> Result
  ) throws(StorageError) -> Result {
    do { return try body() } catch { throw error.error(in: path) }
  }

  static func wrongLength(_ size: UInt64, _ recorded: Int, _ path: String) -> StorageError {
    StorageError(
      .damaged, "the file has \(size) bytes, and the manifest records \(recorded)", path: path,
      offset: min(size, UInt64(recorded)))
  }
}
