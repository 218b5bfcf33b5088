extension LogStore {
  /// Opens a ledger.
  ///
  /// For writing, it takes the lock, repairs what an interrupted writer left, and reports that in
  /// `recovery`. For reading, it changes nothing, needs no permission to write, and can run beside
  /// a writer.
  ///
  /// - Parameters:
  ///   - now: Milliseconds since 1970, recorded in files that are made.
  ///   - waiting: How long to wait, for writing, until another writer has closed the ledger.
  ///   - acceptingTail: Whether an ambiguous tail may be moved to quarantine as if it were torn.
  ///   - evenIfArchive: Whether an archive may be opened for writing: only an erasure does that.
  ///   - entropy: For the identities of files that are made.
  /// - Throws: `noSuchFile` or `notALedger` if there is no ledger; `locked` if another store is
  ///   writing; `damaged`, `newerFormat`, `readOnly`; `ambiguousTail` for writing if the operator
  ///   must decide; what the file system reports.
  package static func open(
    at path: String, in fileSystem: any FileSystem, mode: Mode, now: Int64,
    waiting: Duration = .zero, acceptingTail: Bool = false, evenIfArchive: Bool = false,
    entropy: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    limits: LogLimits = LogLimits()
  ) throws(StorageError) -> LogStore {
    let directory = try LedgerDirectory(at: path, in: fileSystem)
    switch mode {
    case .reading:
      let opened = try openForReading(directory)
      return LogStore(
        mode: .reading, limits: limits, recovery: RecoveryReport(opened), directory: directory,
        view: opened.view, openFiles: opened.openFiles, writer: nil)
    case .writing:
      let names = try directory.files.list()
      if LedgerDirectory.newestGeneration(names) == nil {
        throw OpenedLedger.noManifest(directory, names)
      }
      let lock = try directory.lock(waiting: waiting)
      return try openForWriting(
        directory, lock: lock, now: now, acceptingTail: acceptingTail,
        evenIfArchive: evenIfArchive, entropy: entropy, limits: limits)
    }
  }

  /// Reads the directory until the results belong together.
  static func openForReading(_ directory: LedgerDirectory) throws(StorageError) -> OpenedLedger {
    try DirectoryState.consistently(directory) { (state) throws(StorageError) in
      try OpenedLedger(directory, .read, state: state)
    }
  }

  /// Opens a directory whose lock is held, and repairs it.
  static func openForWriting(
    _ directory: LedgerDirectory, lock: WriteLock, now: Int64, acceptingTail: Bool,
    evenIfArchive: Bool = false, entropy: any RandomNumberGenerator & Sendable, limits: LogLimits,
    made: MadeDirectory? = nil
  ) throws(StorageError) -> LogStore {
    let state = try DirectoryState(of: directory, assumingLock: true)
    let opened = try OpenedLedger(directory, .readWrite, state: state)
    var header = opened.view.manifest.header
    if evenIfArchive { header.readOnlyFlags &= ~FileHeader.archiveFlag }
    if header.forbidsWriting || opened.view.activeHeader.forbidsWriting {
      let isArchive = header.readOnlyFlags == FileHeader.archiveFlag
      let isBackup = opened.view.manifest.isBackup
      throw StorageError(
        .readOnly,
        isBackup
          ? "it is a backup: it is only read, or made a ledger again by `restore`"
          : isArchive
            ? "it is an archive of entries that were dropped from a ledger: it is only read, or "
              + "joined with that ledger by `restore-archive`"
            : "it uses features with which only a newer version may write it",
        path: directory.path)
    }
    guard let recovery = opened.recovery else {
      throw StorageError(.misuse, "opened for writing without the lock", path: directory.path)
    }
    let path = directory.path(of: opened.view.activeName)
    if recovery.verdict == .ambiguous && !acceptingTail {
      throw StorageError(
        .ambiguousTail,
        "the log ends in \(recovery.tailEnd - recovery.position.offset) bytes that are either an"
          + " unfinished write or rot",
        path: path, offset: UInt64(recovery.position.offset))
    }

    // A writer that was killed may have published the manifest in memory only. Everything that is
    // written and removed from here on depends on it.
    try directory.files.sync()
    let quarantine = try directory.mend(opened, recovery)
    let ackFile = try directory.openAck()
    let position = recovery.position
    let isClean = position.isAfterClose && recovery.unprovenStart == position.offset
    let writer = LogWriter(
      lock: lock, ackFile: ackFile, ackIdentity: try ackFile.identity(), logFile: opened.file,
      logID: opened.view.activeHeader.fileID.high, logFileName: opened.view.activeName.description,
      logIdentity: try opened.file.identity(), position: position,
      // Unless the log ends with a synced close, the zeros after it may be in memory only.
      extent: isClean ? opened.log.count / Sector.byteCount * Sector.byteCount : position.offset,
      freshStart: opened.log.count, durable: position, entropy: entropy,
      lastClock: opened.view.lastClock,
      latestInstant: max(now, opened.view.lastClock ?? now))
    try writer.writeAck()
    try directory.announce(lock)
    directory.sweep(opened)
    return LogStore(
      mode: .writing, limits: limits,
      recovery: RecoveryReport(opened, quarantine: quarantine, isWriter: true),
      directory: directory, view: opened.view, openFiles: opened.openFiles, writer: writer,
      made: made)
  }
}

extension RecoveryReport {
  /// The findings of an opening, and where a writer moved the tail.
  init(_ opened: OpenedLedger, quarantine: String? = nil, isWriter: Bool = false) {
    let position = opened.view.position
    let recovery = opened.recovery
    verdict =
      switch recovery?.verdict {
      case .none: .beingWritten
      case .ambiguous: .ambiguous
      case .torn: .torn
      case .end, .damaged: .end
      }
    log = opened.view.activeName
    endsWithClose = position.isAfterClose
    validEnd = position.offset
    durableEnd = recovery?.durableEnd ?? position.offset
    tailByteCount = recovery.map { $0.tailEnd - position.offset } ?? 0
    quarantineFile = quarantine
    rewrittenByteCount = isWriter ? recovery.map { position.offset - $0.unprovenStart } ?? 0 : 0
    leftovers = opened.leftovers.all
  }
}
