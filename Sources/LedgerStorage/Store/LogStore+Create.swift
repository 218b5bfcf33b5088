extension LogStore {
  /// The most bytes of a ledger's name.
  package static var nameByteCountMax: Int { Manifest.nameByteCountMax }

  /// Creates an empty ledger and opens it for writing.
  ///
  /// The directory may exist if it is empty, or has only what an interrupted `create` left. After a
  /// failure everything that was made is removed again; `undoCreation` does that afterwards.
  ///
  /// - Parameters:
  ///   - name: Up to 255 bytes of UTF-8.
  ///   - adopting: Whether an existing ledger without any entry may be taken over: one whose units
  ///     were never written. It gets the name.
  ///   - entropy: For the identities of the ledger and its files.
  ///   - now: Milliseconds since 1970, recorded in the files.
  /// - Throws: `exists` if something is there already; `cannotCreate` if the name is too long or
  ///   there is no parent directory; `locked` if another process is creating it; what the file
  ///   system reports.
  package static func create(
    at path: String, in fileSystem: any FileSystem, name: String, adopting: Bool = false,
    now: Int64,
    entropy: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    limits: LogLimits = LogLimits()
  ) throws(StorageError) -> LogStore {
    guard name.utf8.count <= Manifest.nameByteCountMax else {
      throw StorageError(
        .cannotCreate, "the ledger's name is longer than \(Manifest.nameByteCountMax) bytes",
        path: path)
    }
    let (made, directory) = try place(at: path, in: fileSystem)
    if made == nil {
      if adopting, !Canary.isPlanted(.halfInit),
        LedgerDirectory.newestGeneration(try directory.files.list()) != nil
      {
        return try adopt(directory, name: name, now: now, entropy: entropy, limits: limits)
      }
      _ = try directory.leftovers()
    }
    let lock: WriteLock
    do {
      // This happens before there is a manifest: a directory with a manifest is itself durable.
      try made?.sync()
      lock = try directory.lock()
    } catch {
      made?.remove()
      throw error
    }
    var names = [FileName.lock]
    do {
      // Another process may have been faster.
      for name in try directory.leftovers()
      where name != FileName.lock && name != FileName.quarantine {
        directory.discard(name)
      }
      var entropy = entropy
      try directory.makeFiles(name: name, now: now, entropy: &entropy, made: &names)
      return try openForWriting(
        directory, lock: lock, now: now, acceptingTail: false, entropy: entropy, limits: limits,
        made: made)
    } catch {
      // The lock is held meanwhile, so no other process can have made a ledger of it.
      defer { lock.release() }
      // Another process was faster.
      if error.category == .exists { throw error }
      if Canary.isPlanted(.halfInit) { throw error }
      directory.remove(names)
      let explained = directory.explaining(error, missing: limits.initialBytes)
      made?.remove()
      throw explained
    }
  }

  /// Undoes a `create`, as long as no entry was acknowledged: closes the store and removes
  /// everything, as far as possible. The next `create` can take over what remains.
  package func undoCreation() {
    sealing.withLock { _ in
      guard let writer = writer.withLock({ $0.take() }) else { return }
      defer { writer.release() }
      do throws(StorageError) {
        try checkPlace(writer)
        let names = try directory.files.list().filter(FileName.isOfLedger)
        blank(writer)
        // Manifests are removed first, and LOCK last.
        let isManifest = { (name: String) in FileName.manifestGeneration(in: name) != nil }
        directory.remove(
          [FileName.lock] + names.filter { $0 != FileName.lock && !isManifest($0) }
            + names.filter(isManifest))
        made?.remove()
      } catch {}
    }
  }

  /// Overwrites the appended frames with zeros, as far as possible: a log with entries is a ledger,
  /// even without its manifest.
  private func blank(_ writer: LogWriter) {
    let end = min(writer.extent, writer.position.offset + limits.largestFrameBytes)
    guard end > Sector.byteCount else { return }
    do {
      try LedgerDirectory.zero(writer.logFile, Sector.byteCount..<end)
      try writer.logFile.syncData()
    } catch {}
  }

  /// Whether a directory is a ledger or within one; false if it cannot be looked at.
  package static func isWithinLedger(_ path: String, in fileSystem: any FileSystem) -> Bool {
    do { return try MadeDirectory.isWithinLedger(try fileSystem.openDirectory(path)) } catch {
      return false
    }
  }

  /// Opens the directory, or creates it.
  static func place(
    at path: String, in fileSystem: any FileSystem
  ) throws(StorageError) -> (made: MadeDirectory?, directory: LedgerDirectory) {
    let directory: LedgerDirectory
    do { directory = try LedgerDirectory(at: path, in: fileSystem) } catch {
      switch error.category {
      case .noSuchFile: return try MadeDirectory.make(at: path, in: fileSystem)
      case .notALedger: throw StorageError(.exists, "there is a file of this name", path: path)
      default: throw error
      }
    }
    if let above = try MadeDirectory.parent(of: directory.files) {
      try MadeDirectory.checkOutsideOfLedgers(above, for: path)
    }
    return (nil, directory)
  }

  /// Takes over a ledger that was begun and has no entry.
  private static func adopt(
    _ directory: LedgerDirectory, name: String, now: Int64,
    entropy: any RandomNumberGenerator & Sendable, limits: LogLimits
  ) throws(StorageError) -> LogStore {
    let taken = StorageError(.exists, "there is a ledger already", path: directory.path)
    // The first check takes no lock: a ledger must not be changed by it, nor its writer kept out.
    do throws(StorageError) {
      guard try openForReading(directory).isEmpty else { throw taken }
    } catch {
      // Something unreadable may still be a ledger.
      throw error.isAboutContent ? taken : error
    }
    let lock = try directory.lock()
    let state = try DirectoryState(of: directory, assumingLock: true)
    let opened = try OpenedLedger(directory, .read, state: state)
    guard opened.isEmpty else { throw taken }
    var entropy = entropy
    if opened.view.manifest.name != name, opened.view.manifest.generation < .max {
      var manifest = opened.view.manifest
      manifest.name = name
      manifest.header.fileID = LedgerUUID(from: &entropy)
      manifest.header.birthGeneration += 1
      manifest.header.created = now
      try directory.publish(manifest)
    }
    // This also removes the previous manifest.
    return try openForWriting(
      directory, lock: lock, now: now, acceptingTail: false, entropy: entropy, limits: limits)
  }
}

extension LedgerDirectory {
  /// The names in the directory, if an interrupted `create` may have left all of them.
  fileprivate func leftovers() throws(StorageError) -> [String] {
    let names = try files.list()
    if Self.newestGeneration(names) != nil {
      throw StorageError(.exists, "there is a ledger already", path: path)
    }
    for name in names {
      if [FileName.lock, FileName.ack, FileName.quarantine].contains(name) { continue }
      if name.hasSuffix(FileName.temporarySuffix), name.hasPrefix("log-") { continue }
      if name.hasSuffix(FileName.temporarySuffix), name.hasPrefix("MANIFEST-") { continue }
      if LogName(name) != nil, try isEmptyLog(name) { continue }
      throw StorageError(.exists, "the directory is not empty: it has \(name)", path: path)
    }
    return names
  }

  /// Removes these files, the last first, as far as possible.
  fileprivate func remove(_ names: [String]) {
    for name in names.reversed() {
      discard(name)
      // Without this sync a power cut could leave a manifest without its files.
      if FileName.manifestGeneration(in: name) != nil {
        do { try files.sync() } catch {}
      }
    }
  }

  /// Creates the first log, `ack` and the manifest, durably, and adds their names to `made`.
  fileprivate func makeFiles(
    name: String, now: Int64, entropy: inout some RandomNumberGenerator, made: inout [String]
  ) throws(StorageError) {
    let ledgerID = LedgerUUID(from: &entropy)
    let log = FileHeader(
      kind: .log, ledgerID: ledgerID, fileID: LedgerUUID(from: &entropy), birthGeneration: 1,
      created: now, salt: .random(in: 1 ... .max, using: &entropy))
    let record = LogRecord(firstSequence: 0, fileID: log.fileID, birthGeneration: 1)
    made.append(record.name.description)
    // The first `reserve` fills it with zeros.
    _ = try prepare(record.name, log.encoded(), length: Sector.byteCount)
    try install(record.name)

    made.append(FileName.ack)
    let ack = Ack(
      logID: log.fileID.high, durableOffset: UInt64(Sector.byteCount), nextSequence: 0)
    let ackFile = try openAck()
    try ackFile.write(ack.encoded().rawSpan, at: 0)
    try ackFile.sync()
    try files.sync()

    let manifest = Manifest(
      header: FileHeader(
        kind: .manifest, ledgerID: ledgerID, fileID: LedgerUUID(from: &entropy),
        birthGeneration: 1, created: now),
      name: name, logs: [record])
    made.append(FileName.manifest(generation: 1))
    try publish(manifest)
  }

  /// Publishes a manifest, durably.
  fileprivate func publish(_ manifest: Manifest) throws(StorageError) {
    let name = FileName.manifest(generation: manifest.generation)
    _ = try prepare(name, manifest.encoded())
    try install(name)
    try files.sync()
  }
}

extension OpenedLedger {
  /// Whether it has no entry, and nothing that could be one.
  fileprivate var isEmpty: Bool {
    view.position.nextSequence == 0 && recovery?.verdict != .ambiguous
  }
}
