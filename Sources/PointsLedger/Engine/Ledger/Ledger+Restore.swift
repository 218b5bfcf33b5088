internal import LedgerProof
internal import LedgerStorage

extension Ledger {
  /// Joins an archive and the compacted ledger into a new ledger, which has all entries of both and
  /// goes on as if they had not been dropped. This ledger and the archive stay as they are.
  ///
  /// The archive must be that of the last compaction. After several, what comes out is a compacted
  /// ledger with the base before, and the next older archive can be joined to it.
  ///
  /// - Parameters:
  ///   - archive: The archive's directory, wherever it is now.
  ///   - directory: A directory that does not exist.
  /// - Returns: The new ledger, checked: its root and its state digest are those of this one.
  /// - Throws: `outOfRange` if nothing was dropped, or entries are posted meanwhile; `damaged` for an
  ///   archive of another ledger or compaction, or one that is not as it was made; `noSuchLedger`;
  ///   `alreadyExists` or `cannotCreate` for the directory; `readOnly`, `closed`, `inputOutput`.
  ///   Nothing is left behind then, as far as possible.
  public func restore(
    archive: String, into directory: String
  ) throws(LedgerError) -> VerifyReport {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(path): the ledger was opened for reading")
    }
    return try upkeep.withLock { (_) throws(LedgerError) in try joined(archive, into: directory) }
  }

  private func joined(
    _ archive: String, into directory: String
  ) throws(LedgerError) -> VerifyReport {
    try pipeline.checkOpen()
    guard let base = log.base else {
      throw LedgerError(.outOfRange, "\(path): nothing was dropped, so there is nothing to join")
    }
    let note = try compaction(of: base)
    try sealer.sealEverything()
    let whole = try root()
    let digest = try stateDigest()
    let store = store
    let other = try archived(at: archive, note)
    defer { try? other.close() }
    try checkErasures(in: other, at: archive, base)
    guard store.sealedSequence == whole.size else {
      throw LedgerError(
        .outOfRange, "\(path): entries are posted meanwhile: try again when nobody posts")
    }
    let (fileSystem, created) = (options.fileSystem, options.clock.now().milliseconds)
    let joined = try translating { () throws(StorageError) in
      try store.join(other, at: directory, in: fileSystem, created: created)
    }
    let report = Ledger.verify(at: directory, options: options)
    guard report.isSound, report.root == whole.root, report.stateDigest == digest else {
      joined.remove()
      throw report.failure
        ?? LedgerError(
          .damaged,
          "\(archive) and \(path) do not give the same ledger again: "
            + (report.problems.first
              ?? "the root or the state is another one; if \(path) was restored from a backup, repeat "
              + "the erasures that were made after it, and try again"))
    }
    // What is derived is made now, or else by the next writer.
    do throws(LedgerError) { try Ledger.open(at: directory, options: options).close() } catch {}
    return report
  }

  /// Throws if what was erased in one of both was not in the other.
  private func checkErasures(
    in other: LogStore, at archive: String, _ base: Base
  ) throws(LedgerError) {
    let place = try base.summary().archives.last
    let done = place?.erased(byMark: other.erasedSequence) ?? base.end
    let count = try announcedEntries(from: done).count
    if count > 0 {
      throw LedgerError(
        .outOfRange,
        "\(archive): \(count) \(count == 1 ? "erasure is" : "erasures are") still to be carried out "
          + "in this archive: do that first (`erase \(path) --pending --archive \(archive)`)")
    }
    if other.erasedSequence > store.nextSequence {
      throw LedgerError(
        .outOfRange,
        "\(archive): somebody was erased in this archive after \(path) was copied: repeat the erasures "
          + "that were made since, and try again")
    }
  }

  /// What the ledger says of the compaction that made its base.
  private func compaction(of base: Base) throws(LedgerError) -> CompactionNote {
    let announced = try door.look { (state) throws(LedgerError) in state.operatorEntries }
    for sequence in announced.reversed() where sequence >= base.end {
      if let note = CompactionNote(try log.record(at: sequence)), note.cut == base.end {
        return note
      }
    }
    throw LedgerError(.damaged, "\(path): no entry announces what was dropped; run verify")
  }

  /// Opens an archive, if it is the one that a compaction made.
  private func archived(
    at path: String, _ note: CompactionNote
  ) throws(LedgerError) -> LogStore {
    func wrong(_ what: String) -> LedgerError {
      LedgerError(.damaged, "\(path) \(what); find the archive that `info` names")
    }
    guard note.archive != CompactionNote.discarded else {
      throw LedgerError(.outOfRange, "\(self.path): what was dropped was discarded")
    }
    let archive = try translating { () throws(StorageError) in
      try LogStore.open(
        at: path, in: options.fileSystem, mode: .reading, now: options.clock.now().milliseconds,
        entropy: options.entropy)
    }
    do throws(LedgerError) {
      guard archive.ledgerID == store.ledgerID else { throw wrong("is of another ledger") }
      guard archive.nextSequence == note.cut else {
        throw wrong(
          "has the entries up to \(archive.nextSequence - 1), and the archive that is needed those up to "
            + "\(note.cut - 1)")
      }
      let bytes = try translating { () throws(StorageError) in try archive.manifestBytes() }
      var hash = SHA256()
      unsafe hash.update(bytes.span.bytes)
      // An erasure has made the manifest anew; the root is checked below.
      guard archive.erasedSequence > note.cut || hash.finalize().description == note.archive else {
        throw wrong("has another manifest than the archive that was made")
      }
      let report = Ledger.verify(at: path, quick: true, options: options)
      if let failure = report.failure { throw failure }
      guard report.isSound, report.root?.description == note.root else {
        throw wrong("is not as it was made: \(report.problems.first ?? "its root is another one")")
      }
      return archive
    } catch {
      try? archive.close()
      throw error
    }
  }
}
