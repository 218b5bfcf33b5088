extension LogStore {
  /// Makes sure that a largest frame and a close frame fit into the zeros after the last frame:
  /// extends the zeros of the active log, or begins a new log.
  ///
  /// - Parameter isBulk: Whether much will be appended before the next `sync`. Space is then only
  ///   allocated, which is several times as fast as writing zeros; but syncs of what is written
  ///   there are slower.
  /// - Throws: `full` or `resources`, and the store is unchanged; what the file system reports, and
  ///   the store is poisoned; `poisoned`; `readOnly`.
  package func reserve(isBulk: Bool = false) throws(StorageError) {
    try withWriter { (writer) throws(StorageError) in try makeRoom(&writer, isBulk: isBulk) }
  }

  /// Ends the active log if its frames take at least `byteCount` bytes, so that it can be sealed.
  ///
  /// - Throws: The same as `reserve`.
  package func endLog(ifAtLeast byteCount: Int) throws(StorageError) {
    try withWriter { (writer) throws(StorageError) in
      if writer.position.offset >= byteCount { try rotate(&writer, isBulk: false) }
    }
  }

  func makeRoom(_ writer: inout LogWriter, isBulk: Bool) throws(StorageError) {
    let needed = neededExtent(writer)
    if needed <= writer.extent { return }
    let missing = missingByteCount(writer)
    do {
      if needed > limits.logBytes {
        try rotate(&writer, isBulk: isBulk)
      } else {
        try extendZeros(&writer, toAtLeast: needed, isBulk: isBulk)
      }
    } catch { throw directory.explaining(error, missing: missing) }
  }

  /// Extends the zeros by some posts' worth, or on a nearly full disk as far as needed. Zeros that
  /// were written before the disk was full stay, and are used once there is room for the rest.
  private func extendZeros(
    _ writer: inout LogWriter, toAtLeast needed: Int, isBulk: Bool
  ) throws(StorageError) {
    let extent = min(
      limits.logBytes, max(needed, limits.initialBytes, writer.extent + limits.growthBytes))
    do { try extendZeros(&writer, to: extent, isBulk: isBulk) } catch {
      guard error.category == .full, needed < extent else { throw error }
      try extendZeros(&writer, to: needed, isBulk: isBulk)
    }
  }

  private func extendZeros(
    _ writer: inout LogWriter, to extent: Int, isBulk: Bool
  ) throws(StorageError) {
    do {
      try checkLock(writer)
      // Only where nothing was ever written: other zeros may be in memory only.
      if isBulk && writer.extent >= writer.freshStart {
        if try LedgerDirectory.allocate(writer.logFile, writer.extent..<extent) {
          writer.extent = extent
          return
        }
      }
      try LedgerDirectory.zero(writer.logFile, writer.extent..<extent)
    } catch {
      // Zeros beyond the known extent do no harm.
      throw error.isShortage ? error : writer.fail(error)
    }
    // A failed sync covers the appended frames too, so the store cannot go on, whatever the reason.
    do { try writer.logFile.syncData() } catch { throw writer.fail(error) }
    writer.extent = extent
  }

  /// Ends the active log and begins the next one. Until the new manifest has its name, running out
  /// of space or of descriptors leaves everything unchanged.
  private func rotate(_ writer: inout LogWriter, isBulk: Bool) throws(StorageError) {
    try sync(&writer)
    let oldGeneration = try publishing.withLock { (failure) throws(StorageError) -> UInt64 in
      if let failure { throw writer.fail(failure) }
      do throws(StorageError) { return try rotateAlone(&writer, isBulk: isBulk) } catch {
        failure = writer.failure
        throw error
      }
    }
    do { try writer.writeAck() } catch { throw writer.fail(error) }
    directory.discard(FileName.manifest(generation: oldGeneration))
  }

  /// The part of this that excludes the making of other manifests, up to the new manifest. Returns
  /// the generation of the old one.
  private func rotateAlone(
    _ writer: inout LogWriter, isBulk: Bool
  ) throws(StorageError) -> UInt64 {
    var (manifest, oldHeader) = view.withLock { ($0.manifest, $0.activeHeader) }
    let oldGeneration = manifest.generation
    guard manifest.recordCount < Manifest.recordCountMax, oldGeneration < .max,
      var ended = manifest.logs.popLast()
    else {
      throw StorageError(
        .full, "the ledger has as many files as the format allows", path: directory.path)
    }
    let end = LogRecord.End(
      checksum: writer.position.previousChecksum, nextSequence: writer.position.nextSequence,
      offset: writer.position.offset)
    ended.end = end
    let header = FileHeader(
      kind: .log, ledgerID: ledgerID, fileID: writer.newUUID(),
      birthGeneration: oldGeneration + 1, created: writer.latestInstant,
      firstSequence: writer.position.nextSequence, salt: writer.newSalt())
    let record = LogRecord(
      firstSequence: header.firstSequence, fileID: header.fileID,
      birthGeneration: header.birthGeneration)
    manifest.header.fileID = writer.newUUID()
    manifest.header.birthGeneration = oldGeneration + 1
    manifest.header.created = writer.latestInstant
    manifest.logs += [ended, record]

    do { try checkNewest(view.withLock { $0.manifest }, writer) } catch {
      throw error.isShortage ? error : writer.fail(error)
    }
    let (file, identity) = try publish(
      manifest, with: header, named: record.name, &writer, isBulk: isBulk)
    let (old, oldFile) = (writer.position, writer.logFile)
    writer.begin(file, record.name, identity, header, extent: limits.initialBytes)
    let position = writer.position
    view.withLock { view in
      view.ended.append(
        OpenLog(
          record: ended, end: end, file: oldFile, header: oldHeader,
          learnt: EndedLog(frames: view.activeFrames, clock: old.clock)))
      view.manifest = manifest
      view.activeFile = file
      view.activeHeader = header
      view.activeFrames = []
      view.earlierClock = old.clock ?? view.earlierClock
      view.position = position
    }
    return oldGeneration
  }

  /// Makes the new log's file and then the manifest that names it, durably. Returns the log's file
  /// and its identity.
  private func publish(
    _ manifest: Manifest, with header: FileHeader, named logName: LogName,
    _ writer: inout LogWriter, isBulk: Bool
  ) throws(StorageError) -> (any File, FileIdentity) {
    let manifestName = FileName.manifest(generation: manifest.generation)
    let (file, identity): (any File, FileIdentity)
    do {
      file = try directory.prepare(
        logName, header.encoded(), length: limits.initialBytes, isBulk: isBulk)
      identity = try file.identity()
      try directory.install(logName)
    } catch { throw error.isShortage ? error : writer.fail(error) }
    do { try directory.files.sync() } catch {
      directory.discard(logName)
      throw writer.fail(error)
    }
    do { _ = try directory.prepare(manifestName, manifest.encoded()) } catch {
      guard error.isShortage else { throw writer.fail(error) }
      directory.discard(logName)
      throw error
    }
    do { try directory.install(manifestName) } catch {
      // Only a rename that ran out of space certainly did not happen.
      guard error.category == .full else { throw writer.fail(error) }
      directory.discard(logName)
      throw error
    }
    do { try directory.files.sync() } catch { throw writer.fail(error) }
    return (file, identity)
  }
}
