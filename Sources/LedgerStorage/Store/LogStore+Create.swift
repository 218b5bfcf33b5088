extension LogStore {
  /// Makes an empty ledger and opens it for writing.
  ///
  /// The directory may be there if it is empty, or holds only what an interrupted `create` left. On
  /// failure everything that was made is removed again.
  ///
  /// - Parameters:
  ///   - name: up to 255 bytes of UTF-8.
  ///   - entropy: for the identities of the ledger and its files.
  ///   - now: milliseconds since 1970, recorded in the files.
  /// - Throws: `exists` where something is there already; `cannotCreate` where the name is too long or
  ///   there is no directory to make it in; `locked` where another process is making it; what the file
  ///   system reports.
  package static func create(
    at path: String, in fileSystem: any FileSystem, name: String, now: Int64,
    entropy: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    limits: LogLimits = LogLimits()
  ) throws(StorageError) -> LogStore {
    guard name.utf8.count <= Manifest.nameByteCountMax else {
      throw StorageError(
        .cannotCreate, "the ledger's name is longer than \(Manifest.nameByteCountMax) bytes",
        path: path)
    }
    let directory = LedgerDirectory(fileSystem: fileSystem, path: path)
    let isNew = try directory.prepareForCreation()
    var made = [FileName.lock]
    do {
      // Before there is a manifest: a directory that has one is durable itself.
      if isNew { try fileSystem.syncDirectory(directory.parent) }
      let lock = try directory.lock()
      // Another process may have been quicker.
      for name in try directory.leftovers() where name != FileName.lock {
        directory.discard(directory.path(of: name))
      }
      var entropy = entropy
      try directory.makeFiles(name: name, now: now, entropy: &entropy, made: &made)
      return try openForWriting(
        directory, lock: lock, now: now, acceptingTail: false, entropy: entropy, limits: limits)
    } catch {
      // Another process is making a ledger here, or has made one.
      if error.category == .locked || error.category == .exists { throw error }
      directory.remove(made)
      if isNew { do { try fileSystem.removeDirectory(path) } catch {} }
      throw error
    }
  }
}

extension LedgerDirectory {
  /// Makes the directory, or finds that it is there and free; says whether it was made.
  fileprivate func prepareForCreation() throws(StorageError) -> Bool {
    guard let status = try fileSystem.status(of: path) else {
      do { try fileSystem.makeDirectory(path) } catch {
        guard error.category == .noSuchFile else { throw error }
        throw error.recategorized(.cannotCreate)
      }
      return true
    }
    guard status.kind == .directory else {
      throw StorageError(.exists, "there is a file of this name", path: path)
    }
    _ = try leftovers()
    return false
  }

  /// The names in the directory, if all of them may have been left by an interrupted `create`.
  fileprivate func leftovers() throws(StorageError) -> [String] {
    let names = try fileSystem.list(path)
    if Self.newestGeneration(names) != nil {
      throw StorageError(.exists, "there is a ledger already", path: path)
    }
    for name in names {
      if name == FileName.lock || name == FileName.ack { continue }
      if name.hasSuffix(FileName.temporarySuffix), name.hasPrefix("log-") { continue }
      if name.hasSuffix(FileName.temporarySuffix), name.hasPrefix("MANIFEST-") { continue }
      if LogName(name) != nil, try isEmptyLog(name) { continue }
      throw StorageError(.exists, "the directory is not empty: it has \(name)", path: path)
    }
    return names
  }

  /// Removes what was made, the last first, as far as that can be done.
  fileprivate func remove(_ names: [String]) {
    for name in names.reversed() {
      discard(path(of: name))
      // Without this a power cut could leave a manifest that names nothing.
      if FileName.manifestGeneration(in: name) != nil {
        do { try fileSystem.syncDirectory(path) } catch {}
      }
    }
  }

  /// Makes the first log, `ack` and the manifest, durably, and adds their names to `made`.
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
    try fileSystem.syncDirectory(path)

    let manifest = Manifest(
      header: FileHeader(
        kind: .manifest, ledgerID: ledgerID, fileID: LedgerUUID(from: &entropy),
        birthGeneration: 1, created: now),
      name: name, logs: [record])
    let manifestName = FileName.manifest(generation: 1)
    _ = try prepare(manifestName, manifest.encoded())
    made.append(manifestName)
    try install(manifestName)
    try fileSystem.syncDirectory(path)
  }
}
