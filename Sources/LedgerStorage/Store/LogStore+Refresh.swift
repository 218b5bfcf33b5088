extension LogStore {
  /// Reads again a ledger that another process may be writing, and advances the visible end. The
  /// end never moves back.
  ///
  /// - Returns: Whether there are more entries than before.
  /// - Throws: `misuse` for a store that is open for writing, or closed; what `open` throws.
  package func refresh() throws(StorageError) -> Bool {
    try refreshing.withLock { (_) throws(StorageError) in
      let old = view.withLock { $0 }
      guard mode == .reading, old.activeFile != nil else {
        throw StorageError(
          .misuse, "only a ledger that is open for reading can be refreshed", path: directory.path)
      }
      let new = try DirectoryState.consistently(directory) { (state) throws(StorageError) in
        try advance(old, in: state)
      }
      view.withLock { view in if view.activeFile != nil { view = new } }
      return new.position.nextSequence > old.position.nextSequence
    }
  }

  private func advance(
    _ old: LogView, in state: DirectoryState
  ) throws(StorageError) -> LogView {
    guard let generation = LedgerDirectory.newestGeneration(state.names) else {
      throw OpenedLedger.noManifest(directory, state.names)
    }
    var view = old
    if generation != old.manifest.generation {
      try enter(try directory.manifest(generation: generation), state.names, &view)
    }
    guard let file = view.activeFile else { return view }
    let path = directory.path(of: view.activeName)
    if state.isBeingWritten {
      if let ack = state.ack, ack.logID == view.activeHeader.fileID.high,
        ack.durableOffset > UInt64(view.position.offset)
      {
        let (position, frames) = try OpenedLedger.frames(
          of: file, path: path, from: view.position, upTo: ack)
        view.position = position
        view.activeFrames += frames
      }
    } else {
      let log = try LedgerDirectory.contents(of: file, path: path, limit: LogLimits.formatLogBytes)
      let found = Recovery(of: log.rawSpan, header: view.activeHeader, ack: state.ack)
      let damage =
        found.damage
        ?? (found.position.offset < view.position.offset ? "the log was longer before" : nil)
      if let damage {
        throw StorageError(.damaged, damage, path: path, offset: UInt64(found.position.offset))
      }
      try OpenedLedger.makeDurable(file, found)
      view.position = found.position
      view.activeFrames = found.frames
    }
    view.durableSequence = view.position.nextSequence
    return view
  }

  /// Moves from an older manifest to a newer one, in which logs may have ended or been sealed.
  private func enter(
    _ manifest: Manifest, _ names: [String], _ view: inout LogView
  ) throws(StorageError) {
    let path = directory.path(of: FileName.manifest(generation: manifest.generation))
    let old = view
    guard manifest.header.ledgerID == ledgerID, manifest.generation > old.manifest.generation,
      Self.continues(old, manifest)
    else {
      throw StorageError(.damaged, "the manifest does not continue the one before", path: path)
    }
    if manifest.base != old.manifest.base { view.base = try directory.base(of: manifest) }
    view.segments = try directory.segments(
      of: manifest, names, .read, known: old.segments, openFiles: openFiles)
    view.ended = []
    for record in manifest.logs {
      guard let end = record.end else { break }
      if let known = old.ended.first(where: { $0.record == record }) {
        view.ended.append(known)
        continue
      }
      var log = try directory.openEnded(record, end, of: manifest)
      if record.fileID == old.activeRecord.fileID {
        var scanner = LogScanner()
        log.learnt = try directory.readEnded(log, scanner: &scanner)
        guard end.offset >= old.position.offset else {
          throw StorageError(.damaged, "the log was longer before", path: path)
        }
      }
      view.ended.append(log)
    }
    view.manifest = manifest
    if view.activeRecord.fileID == old.activeRecord.fileID { return }
    let (file, header) = try directory.openLog(view.activeRecord, of: manifest, .read)
    view.activeFile = file
    view.activeHeader = header
    view.activeFrames = []
    view.position = LogPosition(startOf: header)
    try view.findEarlierClock(in: directory)
  }

  /// Whether a newer manifest still has everything that was visible and not dropped since: the same
  /// segments, and the logs that are not sealed.
  private static func continues(_ old: LogView, _ manifest: Manifest) -> Bool {
    let first = manifest.firstSequence
    guard first >= old.manifest.firstSequence else { return false }
    let kept = old.manifest.segments.filter { $0.firstSequence >= first }
    let dropped = old.manifest.segments.count - kept.count
    // The segment at the cut may have been made anew.
    let isAnew =
      dropped > 0 && manifest.segments.first?.firstSequence == first
      && kept.first?.firstSequence != first
    // An erasure replaces text files, and nothing else.
    guard
      manifest.segments.dropFirst(isAnew ? 1 : 0).prefix(kept.count).map(\.segment)
        == kept.map(\.segment)
    else { return false }
    var logs = manifest.logs[...]
    for record in old.manifest.logs {
      if logs.first?.fileID == record.fileID {
        guard let log = logs.popFirst(), log.firstSequence == record.firstSequence,
          record.end == nil || record == log
        else { return false }
      } else {
        let next = record.end?.nextSequence ?? old.position.nextSequence
        guard next <= manifest.sealedSequence else { return false }
      }
    }
    return true
  }
}
