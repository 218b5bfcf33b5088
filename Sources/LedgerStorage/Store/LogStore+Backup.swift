extension LogStore {
  /// A backup as it is now.
  package struct Backup: Sendable {
    /// The sequence number after its last entry.
    package let nextSequence: UInt64
    package let fileCount: Int
    /// The length of its files, in bytes.
    package let byteCount: UInt64
    /// The bytes that were copied now.
    package let copiedByteCount: UInt64
  }

  /// Whether it is a backup, which nobody writes.
  package var isBackup: Bool { view.withLock { $0.manifest.isBackup } }

  /// Whether it has what a compaction dropped, which nobody writes.
  package var isArchive: Bool {
    view.withLock { $0.manifest.header.readOnlyFlags == FileHeader.archiveFlag }
  }

  /// The backup in a directory, opened for reading; nil if there is none yet.
  package static func previousBackup(
    at path: String, in fileSystem: any FileSystem, now: Int64
  ) throws(StorageError) -> LogStore? {
    do throws(StorageError) {
      let directory = try LedgerDirectory(at: path, in: fileSystem)
      guard LedgerDirectory.newestGeneration(try directory.files.list()) != nil else { return nil }
    } catch {
      // Whatever else is there is looked at when the backup is made.
      if error.category == .noSuchFile || error.category == .notALedger { return nil }
      throw error
    }
    return try open(at: path, in: fileSystem, mode: .reading, now: now)
  }

  /// Makes a directory a backup of everything that is durable now. Sealed files that it has already
  /// are not copied again. A backup is a ledger that is only read.
  ///
  /// The manifest comes last, so whatever interrupts this, the backup from before stays, or the new
  /// one is whole.
  ///
  /// - Parameters:
  ///   - path: A backup of this ledger from before, an empty directory, or none. Not within the
  ///     ledger.
  ///   - waiting: How long to wait for another process that writes there.
  /// - Throws: `exists` for a directory with anything else, or a backup with other or later entries;
  ///   `cannotCreate`; `locked`; `damaged` if this ledger is; `noSuchFile` if a writer in another
  ///   process removed a file meanwhile: refresh and try again; what the file system reports.
  package func backUp(
    to path: String, in fileSystem: any FileSystem, waiting: Duration
  ) throws(StorageError) -> Backup {
    let (view, end) = try durableView()
    let (made, target) = try Self.place(at: path, in: fileSystem)
    do throws(StorageError) {
      let lock = try target.lock(waiting: waiting)
      defer { lock.release() }
      let backup = try directory.backUp(view, end, to: target)
      try made?.sync()
      return backup
    } catch {
      if let made {
        var names: [String] = []
        do { names = try target.files.list() } catch {}
        for name in names where FileName.isOfLedger(name) { target.discard(name) }
        made.remove()
      }
      throw error
    }
  }

  /// The files, and the end of what is durable in them.
  private func durableView() throws(StorageError) -> (LogView, LogPosition) {
    let view = view
    if mode == .reading { return view.withLock { ($0, $0.position) } }
    return try withWriter { (writer) throws(StorageError) in
      let end = writer.durable
      return (view.withLock { $0 }, end)
    }
  }
}

extension LedgerDirectory {
  fileprivate func backUp(
    _ view: LogView, _ end: LogPosition, to target: LedgerDirectory
  ) throws(StorageError) -> LogStore.Backup {
    guard let activeFile = view.activeFile else {
      throw StorageError(.misuse, "the ledger was closed", path: path)
    }
    var manifest = view.manifest
    manifest.header.readOnlyFlags |= FileHeader.backupFlag
    let old = try target.previous(manifest, end)
    var copy = LedgerCopy(of: manifest, from: self, to: target)
    for segment in manifest.segments { try copy.add(segment) }
    if let base = manifest.base { try copy.add(base: base, of: manifest) }
    let known = Set(old?.logs.map(\.fileID) ?? [])
    for log in view.ended {
      try copy.add(
        log.record.name, log.file, log.header, upTo: log.end,
        isKnown: known.contains(log.record.fileID))
    }
    try copy.add(
      view.activeName, activeFile, view.activeHeader, upTo: LogRecord.End(end),
      isKnown: known.contains(view.activeHeader.fileID))
    // `ack` rests on the log, and the manifest on everything.
    try target.files.sync()
    let ack = Ack(
      logID: view.activeHeader.fileID.high, durableOffset: UInt64(end.offset),
      nextSequence: end.nextSequence)
    _ = try target.prepare(FileName.ack, ack.encoded())
    try target.install(FileName.ack)
    try target.files.sync()
    let name = FileName.manifest(generation: manifest.generation)
    if old != manifest {
      _ = try target.prepare(name, manifest.encoded())
      try target.install(name)
      try target.files.sync()
    }
    let live = copy.names.union([name, FileName.ack, FileName.lock])
    var byteCount: UInt64 = 0
    for name in try target.files.list() where FileName.isOfLedger(name) {
      if live.contains(name) {
        byteCount += try target.files.status(of: name)?.byteCount ?? 0
      } else {
        target.discard(name)
      }
    }
    return LogStore.Backup(
      nextSequence: end.nextSequence, fileCount: live.count, byteCount: byteCount,
      copiedByteCount: copy.byteCount)
  }

  /// The manifest of the backup here, if a backup of a ledger with this manifest may replace it; nil
  /// if there is none.
  private func previous(
    _ manifest: Manifest, _ end: LogPosition
  ) throws(StorageError) -> Manifest? {
    let names = try files.list()
    guard Self.newestGeneration(names) != nil else {
      // A first backup that was interrupted may have left copies, which can be made again.
      let own = Set(
        manifest.segments.flatMap { [$0.segment.name.description, $0.text.name.description] }
          + manifest.logs.map(\.name.description) + [manifest.base?.name.description ?? ""]
          + [FileName.lock, FileName.ack])
      for name in names where !own.contains(name) && !name.hasSuffix(FileName.temporarySuffix) {
        throw StorageError(
          .exists, "the directory is not empty, and no backup of this ledger: it has \(name)",
          path: path)
      }
      return nil
    }
    let opened: OpenedLedger
    do throws(StorageError) {
      opened = try OpenedLedger(self, .read, state: DirectoryState(of: self, assumingLock: true))
    } catch {
      guard error.isAboutContent else { throw error }
      throw error.recategorized(.exists, "the backup is damaged: \(error.what)")
    }
    let old = opened.view.manifest
    guard old.isBackup else {
      throw StorageError(.exists, "this is a ledger, and no backup", path: path)
    }
    guard old.header.ledgerID == manifest.header.ledgerID else {
      throw StorageError(.exists, "this is the backup of another ledger", path: path)
    }
    let next = opened.view.position.nextSequence
    guard old.generation <= manifest.generation, next <= end.nextSequence else {
      throw StorageError(
        .exists,
        "the backup is newer than the ledger: it has \(next) entries, and the ledger has "
          + "\(end.nextSequence)", path: path)
    }
    guard old.generation < manifest.generation || old == manifest else {
      throw StorageError(
        .exists, "the backup and the ledger have gone on apart from each other", path: path)
    }
    return old
  }
}

extension LogRecord.End {
  /// The end of a log at a position.
  init(_ position: LogPosition) {
    self.init(
      checksum: position.previousChecksum, nextSequence: position.nextSequence,
      offset: position.offset)
  }
}
