extension LogStore {
  /// Looks again at a ledger that another process may be writing, and moves the visible end on. It
  /// never moves back.
  ///
  /// - Returns: whether there are more entries than before.
  /// - Throws: `misuse` for a store open for writing, or closed; what `open` throws.
  package func refresh() throws(StorageError) -> Bool {
    try refreshing.withLock { (_) throws(StorageError) in
      let old = view.withLock { $0 }
      guard mode == .reading, old.activeFile != nil else {
        throw StorageError(
          .misuse, "only a ledger that is open for reading can be refreshed", path: directory.path)
      }
      let new = try later(than: old)
      view.withLock { view in if view.activeFile != nil { view = new } }
      return new.position.nextSequence > old.position.nextSequence
    }
  }

  /// What is visible now, read until it belongs together.
  private func later(than old: LogView) throws(StorageError) -> LogView {
    var failure: StorageError?
    for _ in 0..<100 {
      let state = try DirectoryState(of: directory)
      do {
        let new = try advance(old, in: state)
        if state.isBeingWritten { return new }
        if state.stands(in: try DirectoryState(of: directory)) { return new }
        failure = nil
      } catch {
        if state.stands(in: try DirectoryState(of: directory)) { throw error }
        failure = error
      }
    }
    throw failure
      ?? StorageError(.io, "the directory changed all the time", path: directory.path)
  }

  private func advance(
    _ old: LogView, in state: DirectoryState
  ) throws(StorageError) -> LogView {
    guard let generation = LedgerDirectory.newestGeneration(state.names) else {
      throw OpenedLedger.noManifest(directory, state.names)
    }
    var view = old
    if generation != old.manifest.generation {
      try enter(try directory.manifest(generation: generation), &view)
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
      view.position = found.position
      view.activeFrames = found.frames
    }
    view.durableSequence = view.position.nextSequence
    return view
  }

  /// Goes on from the active log of the old manifest to that of a newer one.
  private func enter(_ manifest: Manifest, _ view: inout LogView) throws(StorageError) {
    let index = view.manifest.records.count - 1
    let path = directory.path(of: FileName.manifest(generation: manifest.generation))
    guard manifest.header.ledgerID == ledgerID, manifest.generation > view.manifest.generation,
      manifest.records.count > index + 1, let end = manifest.records[index].end,
      manifest.records[..<index] == view.manifest.records[..<index],
      manifest.records[index].fileID == view.activeRecord.fileID
    else {
      throw StorageError(.damaged, "the manifest does not continue the one before", path: path)
    }
    var scanner = LogScanner()
    let log = try directory.readEnded(
      manifest.records[index], end, of: manifest, scanner: &scanner)
    guard end.offset >= view.position.offset else {
      throw StorageError(.damaged, "the log was longer before", path: path)
    }
    let active = manifest.records[manifest.records.count - 1]
    let (file, header) = try directory.openLog(active, of: manifest, .read)
    view.ended.append(log)
    view.ended += Array(repeating: nil, count: manifest.records.count - 2 - index)
    view.manifest = manifest
    view.activeFile = file
    view.activeHeader = header
    view.activeFrames = []
    view.earlierClock = log.clock ?? view.earlierClock
    view.position = LogPosition(startOf: header)
  }
}
