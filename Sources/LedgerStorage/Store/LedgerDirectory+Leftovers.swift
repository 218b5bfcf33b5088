extension LedgerDirectory {
  /// The files that interrupted rotations and seals left in the directory.
  struct Leftovers: Sendable {
    /// Logs without a frame that are in no manifest; in a backup also others, of a newer backup that
    /// did not come to its end.
    var emptyLogs: [String] = []
    /// Logs whose entries are all in segments of the manifest.
    var sealedLogs: [String] = []
    /// Segments and their files that are in no manifest; their entries are in files of the
    /// manifest.
    var sealedFiles: [String] = []
    /// Bases that are in no manifest: older ones, and those of compactions that did not end.
    var bases: [String] = []

    var all: [String] { (emptyLogs + sealedLogs + sealedFiles + bases).sorted() }
  }

  /// The files with entries, or derived from entries, that are not in the manifest and not needed.
  ///
  /// - Throws: `damaged` if one of them may have entries that no file of the manifest has.
  func leftovers(_ names: [String], of manifest: Manifest) throws(StorageError) -> Leftovers {
    let logs = Set(manifest.logs.map(\.name))
    let sealed = Set(manifest.segments.flatMap { [$0.segment.name, $0.text.name, $0.chainName] })
    var leftovers = Leftovers()
    for name in names {
      if let log = LogName(name) {
        if logs.contains(log) { continue }
        do throws(StorageError) {
          if try isSealed(log, in: manifest) {
            leftovers.sealedLogs.append(name)
          } else if manifest.isBackup {
            leftovers.emptyLogs.append(name)
          } else if try isEmptyLog(name) {
            leftovers.emptyLogs.append(name)
          } else {
            throw rolledBack("this log holds frames", name)
          }
        } catch {
          // A writer has removed it meanwhile.
          guard error.category == .noSuchFile else { throw error }
        }
      } else if let file = SealedName(name), !sealed.contains(file) {
        // Only entries of logs in the manifest are ever sealed.
        guard manifest.isBackup || file.lastSequence < manifest.logs.last?.firstSequence ?? 0
        else {
          throw rolledBack("this file holds later entries", name)
        }
        leftovers.sealedFiles.append(name)
      } else if let base = RunName(name, .base), base != manifest.base?.name {
        guard
          manifest.isBackup || base.range.upperBound <= manifest.logs.last?.firstSequence ?? 0
        else {
          throw rolledBack("this base stands for later entries", name)
        }
        leftovers.bases.append(name)
      }
    }
    return leftovers
  }

  /// Whether a log that is not in the manifest was sealed before the manifest was made.
  private func isSealed(_ name: LogName, in manifest: Manifest) throws(StorageError) -> Bool {
    if name.firstSequence > manifest.sealedSequence { return false }
    let log = try contents(of: name, limit: LogLimits.formatLogBytes)
    let header: FileHeader
    do { header = try FileHeader(decoding: log.rawSpan, expecting: .log) } catch { return false }
    guard header.ledgerID == manifest.header.ledgerID, header.fileID.high == name.id,
      header.firstSequence == name.firstSequence, header.birthGeneration <= manifest.generation,
      log.count >= Sector.byteCount
    else { return false }
    let found = Recovery(of: log.rawSpan, header: header, ack: nil)
    return found.position.nextSequence <= manifest.sealedSequence
  }

  private func rolledBack(_ what: String, _ name: String) -> StorageError {
    StorageError(
      .damaged,
      "the directory was rolled back: \(what), and the newest manifest does not name it",
      path: path(of: name))
  }
}
