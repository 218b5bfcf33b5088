extension LedgerDirectory {
  /// Opens a log of the manifest, and checks that it is the right file.
  func openLog(
    _ record: LogRecord, of manifest: Manifest, _ access: FileAccess
  ) throws(StorageError) -> (file: any File, header: FileHeader) {
    let path = path(of: record.name)
    let file: any File
    do { file = try files.openFile("\(record.name)", access) } catch {
      guard error.category == .noSuchFile else { throw error }
      throw error.recategorized(.damaged, "the manifest names a log that is not there")
    }
    var sector: [UInt8] = []
    let count = try file.read(Sector.byteCount, at: 0, into: &sector)
    let header: FileHeader
    do {
      header = try FileHeader(decoding: sector.rawSpan.extracting(0..<count), expecting: .log)
    } catch { throw error.error(in: path) }
    guard header.ledgerID == manifest.header.ledgerID, header.fileID == record.fileID,
      header.firstSequence == record.firstSequence,
      header.birthGeneration == record.birthGeneration
    else {
      throw StorageError(
        .damaged, "this is not the log that the manifest names", path: path, offset: 16)
    }
    guard count == Sector.byteCount,
      sector.rawSpan.extracting(FileHeader.byteCount..<Sector.byteCount).isZero
    else {
      throw StorageError(
        .damaged, "the first sector holds more than the header", path: path,
        offset: UInt64(FileHeader.byteCount))
    }
    return (file, header)
  }

  /// Opens an ended log of the manifest.
  func openEnded(
    _ record: LogRecord, _ end: LogRecord.End, of manifest: Manifest
  ) throws(StorageError) -> OpenLog {
    let (file, header) = try openLog(record, of: manifest, .read)
    return OpenLog(record: record, end: end, file: file, header: header)
  }

  /// Reads an ended log from its start, checks all of it against the manifest, and passes its
  /// frames to `visit` until that returns false. Returns the facts about the log, or nil if it
  /// stopped before the end.
  func readEnded<Failure: Error>(
    _ log: OpenLog, scanner: inout LogScanner, failing: (StorageError) -> Failure,
    _ visit: (FrameHeader, RawSpan) throws(Failure) -> Bool
  ) throws(Failure) -> EndedLog? {
    let path = path(of: log.record.name)
    let end = log.end
    var frames: [FrameStart] = []
    let position = try scanner.scan(
      log.file, path: path, from: LogPosition(startOf: log.header), to: end.offset,
      failing: failing
    ) { (frame, body) throws(Failure) in
      if frame.kind == .entries { frames.append(FrameStart(frame)) }
      return try visit(frame, body)
    }
    if position.offset < end.offset { return nil }
    guard position.offset == end.offset, position.nextSequence == end.nextSequence,
      position.previousChecksum == end.checksum
    else {
      throw failing(
        StorageError(
          .damaged, "the log does not end as the manifest says", path: path,
          offset: UInt64(position.offset)))
    }
    return EndedLog(frames: frames, clock: position.clock)
  }

  /// The same for the whole log.
  func readEnded(
    _ log: OpenLog, scanner: inout LogScanner, _ visit: (FrameHeader) -> Void = { _ in }
  ) throws(StorageError) -> EndedLog {
    let learnt = try readEnded(
      log, scanner: &scanner, failing: { $0 },
      { (frame, _) throws(StorageError) in
        visit(frame)
        return true
      })
    guard let learnt else {
      throw StorageError(.damaged, "the log ends too early", path: path(of: log.record.name))
    }
    return learnt
  }

  /// Whether a log's file has only zeros after the first sector.
  func isEmptyLog(_ name: String) throws(StorageError) -> Bool {
    let bytes = try contents(of: name, limit: LogLimits.formatLogBytes)
    return bytes.rawSpan.extracting(min(Sector.byteCount, bytes.count)..<bytes.count).isZero
  }
}
