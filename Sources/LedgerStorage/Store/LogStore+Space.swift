extension LogStore {
  /// The room on the ledger's file system.
  package func freeSpace() throws(StorageError) -> FreeSpace { try directory.files.freeSpace() }

  /// The bytes by which files have to grow before the next frame can be appended; 0 if there is
  /// room, or in a store for reading.
  package var missingByteCount: Int { writer.withLock { $0.map(missingByteCount) ?? 0 } }

  /// The same for a writer.
  func missingByteCount(_ writer: borrowing LogWriter) -> Int {
    let needed = neededExtent(writer)
    if needed <= writer.extent { return 0 }
    if needed <= limits.logBytes { return needed - writer.extent }
    return limits.initialBytes + view.withLock { $0.manifest.encoded().count }
  }

  /// The extent with which the active log has room for a largest frame and a close frame.
  func neededExtent(_ writer: borrowing LogWriter) -> Int {
    writer.position.offset + limits.largestFrameBytes + Sector.byteCount
  }
}

extension LedgerDirectory {
  /// Adds to an error about a full disk which file system is full, and what is missing.
  func explaining(_ error: StorageError, missing byteCount: Int) -> StorageError {
    guard error.category == .full, error.errorNumber != nil, let space = try? files.freeSpace()
    else { return error }
    let place = space.fileSystem ?? "of \(path)"
    return error.recategorized(
      .full,
      "\(error.what): the file system \(place) has \(space.byteCount) bytes free, and the ledger "
        + "needs \(byteCount) more")
  }
}
