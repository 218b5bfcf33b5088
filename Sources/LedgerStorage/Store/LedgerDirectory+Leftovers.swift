extension LedgerDirectory {
  /// What interrupted rotations and seals left in the directory.
  struct Leftovers: Sendable {
    /// Logs without a frame that no manifest names.
    var emptyLogs: [String] = []
    /// Logs all of whose entries are in segments that the manifest names.
    var sealedLogs: [String] = []
    /// Segments and their files that no manifest names; their entries are in files that it names.
    var sealedFiles: [String] = []

    var all: [String] { (emptyLogs + sealedLogs + sealedFiles).sorted() }
  }

  /// The files with entries, or for them, that the manifest does not name and nobody needs. `damaged`
  /// where one may hold what no named file holds.
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
        // Only what a named log holds is sealed.
        guard file.lastSequence < manifest.logs.last?.firstSequence ?? 0 else {
          throw rolledBack("this file holds later entries", name)
        }
        leftovers.sealedFiles.append(name)
      }
    }
    return leftovers
  }

  /// Whether a log that the manifest does not name was sealed before the manifest was made.
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
