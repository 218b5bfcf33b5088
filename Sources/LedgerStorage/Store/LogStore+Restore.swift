extension LogStore {
  /// Makes a ledger of this backup in a new directory. The log that was active ends there, and a new
  /// one begins, so that the ledger and the one that was backed up never write different things to
  /// files of one name. Everything is durable afterwards.
  ///
  /// - Parameters:
  ///   - path: A directory that does not exist.
  ///   - created: Milliseconds since 1970.
  /// - Throws: `misuse` if this is no backup that is open; `exists`, `cannotCreate`; `damaged`; what
  ///   the file system reports. Nothing is left behind then, as far as possible.
  package func restore(
    to path: String, in fileSystem: any FileSystem, created: Int64,
    entropy: any RandomNumberGenerator & Sendable
  ) throws(StorageError) -> (ledger: MadeLedger, copy: Backup) {
    let view = view.withLock { $0 }
    guard view.manifest.isBackup, let activeFile = view.activeFile else {
      throw StorageError(.misuse, "this is no backup", path: directory.path)
    }
    let end = LogRecord.End(view.position)
    var entropy = entropy
    let (made, target) = try MadeDirectory.make(at: path, in: fileSystem)
    var names: [String] = []
    do throws(StorageError) {
      var copy = LedgerCopy(of: view.manifest, from: directory, to: target)
      defer { names += copy.names }
      for segment in view.manifest.segments { try copy.add(segment) }
      if let base = view.manifest.base { try copy.add(base: base, of: view.manifest) }
      for log in view.ended {
        try copy.add(log.record.name, log.file, log.header, upTo: log.end, isKnown: false)
      }
      try copy.add(view.activeName, activeFile, view.activeHeader, upTo: end, isKnown: false)
      var manifest = view.manifest
      manifest.header.readOnlyFlags &= ~FileHeader.backupFlag
      manifest.logs[manifest.logs.count - 1].end = end
      _ = try target.makeFiles(
        of: manifest, end: end.nextSequence, created: created, &names,
        (LedgerUUID(from: &entropy), LedgerUUID(from: &entropy)))
      try made.sync()
      var byteCount: UInt64 = 0
      for name in try target.files.list() {
        byteCount += try target.files.status(of: name)?.byteCount ?? 0
      }
      let backup = Backup(
        nextSequence: end.nextSequence, fileCount: names.count + copy.names.count,
        byteCount: byteCount, copiedByteCount: copy.byteCount)
      return (MadeLedger(directory: target, made: made, names: names + copy.names), backup)
    } catch {
      for name in names { target.discard(name) }
      made.remove()
      throw error
    }
  }
}
