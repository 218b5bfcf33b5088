internal import LedgerStorage

extension Ledger {
  /// Makes a directory a backup of everything that is durable, while posting goes on. The next
  /// backup into the same directory copies only what is new. A reader does the same beside a writer
  /// in another process.
  ///
  /// A backup is a ledger that is only read: it can be opened for reading, and verified. `restore`
  /// makes a ledger of it that can be written. If a backup is interrupted, the one from before stays.
  /// The base of a compacted ledger comes along, archives do not.
  ///
  /// - Parameter directory: A backup of this ledger from before, an empty directory, or none. It
  ///   is not within the ledger.
  /// - Throws: `alreadyExists` if something else is there, or a backup that this ledger does not
  ///   continue; `cannotCreate`; `locked` if another backup is made there; `damaged` if a file to be
  ///   copied is; `closed`, `full`, `inputOutput`.
  public func backup(to directory: String) throws(LedgerError) -> BackupResult {
    try pipeline.checkOpen()
    // Neither a compaction nor an erasure removes files meanwhile.
    return try upkeep.withLock { (_) throws(LedgerError) in
      if isReader { _ = try refresh() } else { try sync() }
      try checkPrevious(in: directory)
      var attempts = Self.copyAttempts
      while true {
        do throws(StorageError) {
          return BackupResult(
            try store.backUp(to: directory, in: options.fileSystem, waiting: options.wait))
        } catch {
          // A writer in another process dropped it meanwhile.
          guard isReader, error.category == .noSuchFile, attempts > 1 else {
            throw LedgerError(error)
          }
        }
        attempts -= 1
        _ = try refresh()
      }
    }
  }

  private static let copyAttempts = 10

  /// Throws if the last entry of the backup is another one here: after a restored backup the ledger
  /// goes on in another way than before.
  private func checkPrevious(in directory: String) throws(LedgerError) {
    let old = try translating { () throws(StorageError) in
      try LogStore.previousBackup(
        at: directory, in: options.fileSystem, now: options.clock.now().milliseconds)
    }
    guard let old else { return }
    defer { try? old.close() }
    guard old.ledgerID == store.ledgerID, old.nextSequence <= store.nextSequence,
      old.nextSequence > max(old.firstSequence, store.firstSequence)
    else { return }
    let last = old.nextSequence - 1
    let reference = try RecordLog(store: old).reference(at: last)
    guard try log.reference(at: last) == reference else {
      throw LedgerError(
        .alreadyExists,
        "\(directory): entry \(last) of this backup is another one than in the ledger, which was "
          + "restored or replaced since: choose another directory")
    }
  }

  /// Makes a new ledger of a backup, and verifies it.
  ///
  /// The ledger goes on after the last entry of the backup. What a till posted since is not in it:
  /// let it send everything since then again, with the same references. What the backup has is then
  /// a duplicate; the rest is posted again, under sequence numbers that other entries once had.
  ///
  /// - Parameters:
  ///   - backup: Made by `backup(to:)`.
  ///   - path: A directory that does not exist.
  /// - Throws: `alreadyExists`, `cannotCreate`; `noSuchLedger`; `outOfRange` if it is no backup;
  ///   `damaged`, `full`, `inputOutput`. Nothing is left behind then, as far as possible.
  public static func restore(
    backup: String, to path: String, options: Options = Options()
  ) throws(LedgerError) -> RestoreResult {
    let now = options.clock.now().milliseconds
    let store = try translating { () throws(StorageError) in
      try LogStore.open(at: backup, in: options.fileSystem, mode: .reading, now: now)
    }
    defer { try? store.close() }
    guard store.isBackup else {
      throw LedgerError(
        .outOfRange, "\(backup) is a ledger, and no backup: name a directory that `backup` made")
    }
    guard store.nextSequence > 0 else {
      throw LedgerError(.damaged, "\(backup): the backup has no entry; choose another backup")
    }
    let restored = try translating { () throws(StorageError) in
      try store.restore(
        to: path, in: options.fileSystem, created: now, entropy: options.entropy)
    }
    let report = verify(at: path, options: options)
    guard report.isSound else {
      restored.ledger.remove()
      throw report.failure
        ?? LedgerError(
          .damaged, "\(report.problems.first ?? ""); the backup \(backup) has the same problem")
    }
    // What is derived is made now, or else by the next writer.
    do throws(LedgerError) { try open(at: path, options: options).close() } catch {}
    return RestoreResult(
      copy: BackupResult(restored.copy), sequence: SequenceNumber(store.nextSequence - 1),
      posted: Instant(clamping: store.lastClock ?? 0), reference: try lastReference(of: store),
      root: report.root, stateDigest: report.stateDigest)
  }

  private static func lastReference(of store: LogStore) throws(LedgerError) -> Reference? {
    let log = RecordLog(store: store)
    var sequence = store.nextSequence
    let end = max(store.firstSequence, sequence - min(sequence, 1_000))
    while sequence > end {
      sequence -= 1
      if let text = try log.reference(at: sequence) { return Reference(text.description) }
    }
    return nil
  }
}

extension BackupResult {
  init(_ backup: LogStore.Backup) {
    self.init(
      entries: backup.nextSequence, files: backup.fileCount, bytes: backup.byteCount,
      copied: backup.copiedByteCount)
  }
}
