/// A ledger's files as an opening found them, before a writer mends anything.
struct OpenedLedger {
  let names: [String]
  let view: LogView
  /// The active log.
  let file: any File
  /// Files that unfinished rotations and seals left.
  let leftovers: LedgerDirectory.Leftovers
  let ack: Ack?
  /// The content of the active log; nil if another process is writing it.
  let recovery: Recovery?
  /// The bytes of the active log, if there is a `recovery`.
  let log: [UInt8]
  let openFiles = OpenFiles()

  /// Opens the newest manifest and the files that it names.
  ///
  /// - Parameter state: The state of the directory just before.
  init(
    _ directory: LedgerDirectory, _ access: FileAccess, state: DirectoryState
  ) throws(StorageError) {
    names = state.names
    guard let generation = LedgerDirectory.newestGeneration(names) else {
      throw Self.noManifest(directory, names)
    }
    let manifest = try directory.manifest(generation: generation)
    leftovers = try directory.leftovers(names, of: manifest)
    let base = try directory.base(of: manifest)
    let segments = try directory.segments(of: manifest, names, access, openFiles: openFiles)
    var ended: [OpenLog] = []
    for record in manifest.logs {
      guard let end = record.end else { break }
      ended.append(try directory.openEnded(record, end, of: manifest))
    }
    let record = manifest.logs[manifest.logs.count - 1]
    let (file, header) = try directory.openLog(record, of: manifest, access)
    self.file = file
    ack = state.ack

    var position = LogPosition(startOf: header)
    var frames: [FrameStart] = []
    if state.isBeingWritten {
      recovery = nil
      log = []
      let path = directory.path(of: record.name)
      if let ack = state.ack, ack.logID == header.fileID.high {
        (position, frames) = try Self.frames(of: file, path: path, from: position, upTo: ack)
      } else {
        // The log is new, or `ack` is lost: the frames then say that those before them are durable.
        let bytes = try LedgerDirectory.contents(
          of: file, path: path, limit: LogLimits.formatLogBytes)
        let found = Recovery(of: bytes.rawSpan, header: header, ack: nil)
        var scanner = LogScanner()
        position = try scanner.scan(file, path: path, from: position, to: found.unprovenStart) {
          (frame, _) throws(StorageError) in
          if frame.kind == .entries { frames.append(FrameStart(frame)) }
          return true
        }
      }
    } else {
      let path = directory.path(of: record.name)
      let bytes = try LedgerDirectory.contents(
        of: file, path: path, limit: LogLimits.formatLogBytes)
      let found = Recovery(of: bytes.rawSpan, header: header, ack: state.ack)
      log = bytes
      if let damage = found.damage {
        throw StorageError(.damaged, damage, path: path, offset: UInt64(found.position.offset))
      }
      if access == .read { try Self.makeDurable(file, found) }
      position = found.position
      frames = found.frames
      recovery = found
    }

    var view = LogView(
      manifest: manifest, base: base, segments: segments, ended: ended, activeFile: file,
      activeHeader: header, activeFrames: frames, position: position,
      durableSequence: position.nextSequence)
    try view.findEarlierClock(in: directory)
    self.view = view
  }

  /// Makes frames durable that may not have been synced, before a reader shows them: a writer that
  /// was killed left them, and they may be in memory only. (The next writer writes them again.)
  static func makeDurable(_ file: any File, _ found: Recovery) throws(StorageError) {
    guard found.unprovenStart < found.position.offset else { return }
    do { try file.syncData() } catch {
      // A file that may not be written is not in memory only.
      guard [.permission, .readOnlyMedium].contains(error.category) else { throw error }
    }
  }

  /// The frames from a position to the durable end in `ack`.
  static func frames(
    of file: any File, path: String, from start: LogPosition, upTo ack: Ack
  ) throws(StorageError) -> (LogPosition, [FrameStart]) {
    var frames: [FrameStart] = []
    var scanner = LogScanner()
    guard ack.durableOffset <= UInt64(LogLimits.formatLogBytes) else {
      throw StorageError(.damaged, "the file ack does not fit the log", path: path)
    }
    let end = Int(ack.durableOffset)
    let position = try scanner.scan(file, path: path, from: start, to: end) {
      (frame, _) throws(StorageError) in
      if frame.kind == .entries { frames.append(FrameStart(frame)) }
      return true
    }
    guard position.offset == end, position.nextSequence == ack.nextSequence else {
      throw StorageError(
        .damaged, "the file ack does not fit the log's frames", path: path, offset: UInt64(end))
    }
    return (position, frames)
  }

  /// The reason why a directory without a manifest cannot be opened.
  static func noManifest(_ directory: LedgerDirectory, _ names: [String]) -> StorageError {
    var isBegun = false
    for name in names {
      if LogName(name) != nil {
        isBegun = true
        // A file that cannot be read may have content.
        var isEmpty = false
        do { isEmpty = try directory.isEmptyLog(name) } catch {
          if !error.isAboutContent { return error }
        }
        if isEmpty { continue }
      } else if SealedName(name) == nil {
        continue
      }
      return StorageError(
        .damaged, "the manifest is gone, and \(name) holds entries", path: directory.path)
    }
    return StorageError(
      .notALedger,
      isBegun
        ? "a ledger was begun here and never finished: make it again"
        : "there is no ledger in this directory",
      path: directory.path)
  }
}
