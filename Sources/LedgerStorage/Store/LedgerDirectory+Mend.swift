internal import Glibc

extension LedgerDirectory {
  /// Takes the write lock; waits for it up to this long, in ever longer pauses of up to a tenth of
  /// a second, if another writer has it.
  func lock(waiting limit: Duration) throws(StorageError) -> WriteLock {
    let end = ContinuousClock.now + limit
    var pause = Duration.milliseconds(1)
    while true {
      do throws(StorageError) { return try lock() } catch {
        let left = end - ContinuousClock.now
        guard error.category == .locked, left > .zero else { throw error }
        let (seconds, attoseconds) = min(pause, left).components
        usleep(UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000 + 1))
        pause = min(pause * 2, .milliseconds(100))
      }
    }
  }

  /// Takes the write lock, which must be held as long as the ledger is written. Readers see it only
  /// after `announce`.
  func lock() throws(StorageError) -> WriteLock {
    guard let lock = try files.lock() else { throw isLocked }
    var isMade = false
    do throws(StorageError) {
      let file: any File
      do { file = try files.openFile(FileName.lock, .readWrite) } catch {
        guard error.category == .noSuchFile else { throw error }
        // A copy of a ledger may have been made without LOCK.
        file = try files.openFile(FileName.lock, .create)
        isMade = true
      }
      // If the directory is locked, LOCK only makes readers trust `ack`, which may still be an old
      // one.
      let isFree = lock.isHeld ? try !file.isLockedByAnother() : try file.tryLock()
      guard isFree else { throw isLocked }
      let identity = try file.identity()
      // LOCK may have been removed since it was opened.
      guard try files.status(of: FileName.lock)?.identity == identity else { throw isLocked }
      return WriteLock(directory: lock, file: file, identity: identity)
    } catch {
      // Restores the directory. While it is locked, no other process can have made the file.
      if isMade, lock.isHeld, error.category != .locked { discard(FileName.lock) }
      lock.release()
      throw error
    }
  }

  /// Shows readers that a writer is at work: `ack` then says how far the log is durable.
  func announce(_ lock: WriteLock) throws(StorageError) {
    if lock.directory.isHeld, try !lock.file.tryLock() { throw isLocked }
  }

  private var isLocked: StorageError {
    let writer =
      switch files.lockHolder() {
      case nil: "another writer"
      case getpid(): "another writer in this process"
      case let process?: "process \(process)"
      }
    return StorageError(.locked, "\(writer) has this ledger open for writing", path: path)
  }

  /// Opens `ack` for writing, and creates it if it is missing.
  func openAck() throws(StorageError) -> any File {
    do {
      let file = try files.openFile(FileName.ack, .readWrite)
      if try file.size() <= UInt64(Ack.byteCount) { return file }
      // A file that is longer than an ack would never be trusted.
      try files.unlink(FileName.ack)
    } catch {
      switch error.category {
      case .noSuchFile: break
      case .damaged: try putAside(FileName.ack)
      default: throw error
      }
    }
    return try files.openFile(FileName.ack, .create)
  }

  /// Brings the active log's file into the state of its recovery: the tail is moved to quarantine
  /// and becomes zeros, and frames that may not have been synced are written again and synced.
  ///
  /// Returns the name of the file in quarantine, if one was made.
  func mend(_ opened: OpenedLedger, _ recovery: Recovery) throws(StorageError) -> String? {
    let file = opened.file
    let end = recovery.position.offset
    let tail = end..<recovery.tailEnd
    var quarantined: String?
    if !tail.isEmpty {
      quarantined = try quarantine(
        Array(opened.log[tail]),
        as: "\(opened.view.activeName)-\(FileName.digits(UInt64(end)))")
      try Self.zero(file, tail)
    }
    if recovery.unprovenStart < end {
      try file.write(
        opened.log.rawSpan.extracting(recovery.unprovenStart..<end),
        at: UInt64(recovery.unprovenStart))
    }
    if !tail.isEmpty || recovery.unprovenStart < end { try file.syncData() }
    return quarantined
  }

  /// Removes the files that interrupted writers left. A failure to remove one does no harm.
  func sweep(_ opened: OpenedLedger) {
    let generation = opened.view.manifest.generation
    for name in opened.names {
      let isOld = FileName.manifestGeneration(in: name).map { $0 < generation } ?? false
      if isOld || name.hasSuffix(FileName.temporarySuffix) { discard(name) }
    }
    for name in opened.leftovers.all { discard(name) }
  }

  /// Saves bytes for people to look at, durably. If another file has the name, a number is added.
  private func quarantine(_ bytes: [UInt8], as name: String) throws(StorageError) -> String {
    let folder = LedgerDirectory(try openQuarantine())
    let name = try freeName(name, in: folder.files) { (name, status) throws(StorageError) in
      guard status.kind == .file else { return false }
      return try folder.contents(of: name, limit: .max) == bytes
    }
    if try folder.files.status(of: name) == nil {
      _ = try folder.prepare(name, bytes)
      try folder.install(name)
    }
    try folder.files.sync()
    return "\(FileName.quarantine)/\(name)"
  }
}
