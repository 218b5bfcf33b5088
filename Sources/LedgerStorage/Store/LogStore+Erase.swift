extension LogStore {
  /// All erasures that entries before this sequence number announce were carried out.
  package var erasedSequence: UInt64 { view.withLock { $0.manifest.erasedSequence } }

  /// Begins another text file of a sealed range, in memory. It takes only blocks of the text region.
  ///
  /// - Parameter created: Milliseconds since 1970, recorded in the file.
  /// - Throws: `misuse` if that is not a sealed range, or after `close`; `readOnly`; `poisoned`.
  package func beginText(
    _ range: Range<UInt64>, created: Int64
  ) throws(StorageError) -> SegmentWriter {
    _ = try segment(range)
    let generation = view.withLock { $0.manifest.generation }
    let id = try withWriter { (writer) throws(StorageError) in writer.newUUID() }
    let header = FileHeader(
      kind: .text, ledgerID: ledgerID, fileID: id, birthGeneration: generation + 1,
      created: created, firstSequence: range.lowerBound)
    return SegmentWriter(
      range: range, builders: [ColumnFileBuilder(.text, header: header)], path: directory.path)
  }

  /// A text file that has its name, durably, but that no manifest names yet.
  package struct Text: Sendable {
    let record: SealedRecord

    package var name: String { record.name.description }
  }

  /// Writes a text file. Until `install` it is a leftover, which the next writer removes.
  ///
  /// - Throws: `misuse` if the writer lacks rows; `full` or what the file system reports, and the
  ///   file is gone again; a failed sync of the directory poisons the store.
  package func write(_ text: consuming SegmentWriter) throws(StorageError) -> Text {
    let range = text.range
    let lastClock = try segment(range).segment.contents().footer.lastClock
    guard text.isComplete, text.builders.count == 1, text.builders[0].kind == .text else {
      throw StorageError(
        .misuse, "the texts of entries \(range) are not complete", path: directory.path)
    }
    let header = text.builders[0].header
    guard let file = text.builders[0].finish(range: range, lastClock: lastClock) else {
      throw StorageError(
        .full, "a text file would be longer than the format allows", path: directory.path)
    }
    let record = SealedRecord(
      kind: .text, checksum: file.checksum, range: range, byteCount: file.byteCount,
      fileID: header.fileID, birthGeneration: header.birthGeneration)
    return try sealing.withLock { (_) throws(StorageError) in
      try checkWritable()
      _ = try directory.prepare(record.name, parts: file.parts)
      try directory.install(record.name)
      return Text(record: record)
    }
  }

  /// Removes text files that will not be installed.
  package func discard(_ texts: [Text]) {
    for text in texts { directory.discard(text.record.name) }
  }

  /// Begins the file of a base that takes the place of the ledger's base, under a temporary name.
  ///
  /// - Parameter end: The sequence number after the entry that announced the erasure.
  /// - Throws: `misuse` if there is no base, or after `close`; `readOnly`; `poisoned`; what the file
  ///   system reports.
  package func beginBase(erasedBefore end: UInt64) throws(StorageError) -> RunFile {
    try withWriter { (_) throws(StorageError) in }
    guard let base = view.withLock({ $0.manifest.base }) else {
      throw StorageError(.misuse, "there is no base", path: directory.path)
    }
    // An erasure that is carried out again must not have the name that it had.
    let edition = max(end, base.edition &+ 1)
    return try RunFile(
      for: RunName(.base, range: 0..<base.end, edition: edition), in: directory, ledgerID: ledgerID)
  }

  /// Carries out an erasure: removes the runs with what is erased, and everything in quarantine;
  /// publishes a manifest that names the new text files and the new base; and removes the old ones.
  /// Readers that opened the files can go on.
  ///
  /// - Parameters:
  ///   - texts: From `write`.
  ///   - baseFile: Complete, from `beginBase`; nil if the base stays.
  ///   - runs: Derived; they can be made again.
  ///   - end: The sequence number after the entry that announced the erasure.
  ///   - created: Milliseconds since 1970.
  /// - Throws: What the file system reports; before the manifest is published the entries are
  ///   unchanged, and the text files are gone again. After a failure from the moment in which a name
  ///   is made durable, the store is poisoned. If an old file cannot be removed, the next writer
  ///   tries again.
  package func install(
    _ texts: [Text], base baseFile: RunFile?, without runs: [Range<UInt64>],
    erasedBefore end: UInt64, created: Int64
  ) throws(StorageError) {
    try baseFile?.sync()
    try sealing.withLock { (_) throws(StorageError) in
      try checkWritable()
      let (manifestID, lock) = try withWriter { (writer) throws(StorageError) in
        (writer.newUUID(), writer.lock.identity)
      }
      var mayBeNamed = false
      let old: Manifest
      do throws(StorageError) {
        for range in runs { try remove(RunName(range: range)) }
        try directory.emptyQuarantine()
        var base: (run: Run, record: BaseRecord)?
        if let baseFile {
          try baseFile.install()
          let run = try Run(baseFile.name, in: directory, ledgerID: ledgerID)
          let record = BaseRecord(
            checksum: run.checksum, end: run.range.upperBound, byteCount: run.byteCount,
            birthGeneration: view.withLock { $0.manifest.generation },
            edition: baseFile.name.edition)
          base = (run, record)
        }
        try directory.files.sync()
        let opened = view.withLock { $0.segments }
        // Reads under way in this process will go on with the files that go.
        for segment in opened where texts.contains(where: { $0.record.range == segment.range }) {
          try segment.hold()
        }
        let segments = opened.map { segment in
          guard let text = texts.first(where: { $0.record.range == segment.range }) else {
            return segment
          }
          return Segment(
            SegmentRecord(segment: segment.record.segment, text: text.record), ledgerID: ledgerID,
            in: directory, openFiles: openFiles, hasChain: segment.hasChain)
        }
        old = try publish(
          created: created, manifestID, lock, mayBeNamed: &mayBeNamed,
          { manifest in
            manifest.segments = segments.map(\.record)
            manifest.erasedSequence = end
            manifest.base = base?.record ?? manifest.base
          },
          { view in
            view.segments = segments
            view.base = base?.run ?? view.base
          })
      } catch {
        if mayBeNamed || error.category == .poisoned { poison(error) }
        if !mayBeNamed {
          discard(texts)
          if let baseFile { directory.discard(baseFile.name) }
        }
        throw error
      }
      directory.discard(FileName.manifest(generation: old.generation))
      for segment in old.segments where texts.contains(where: { $0.record.range == segment.range })
      {
        try remove(segment.text.name)
      }
      if baseFile != nil, let base = old.base { try remove(base.name) }
      try directory.files.sync()
    }
  }

  /// Writes and publishes nothing more: what is in memory must not get to the medium.
  package func giveUp(because what: String) {
    poison(StorageError(.poisoned, what, path: directory.path))
  }

  /// Removes a file that must not stay.
  private func remove(_ name: some CustomStringConvertible) throws(StorageError) {
    do { try directory.files.unlink("\(name)") } catch {
      guard error.category == .noSuchFile else { throw error }
    }
  }
}

extension LedgerDirectory {
  /// Removes everything that recovery moved to quarantine. Directories stay: they were never part of
  /// a ledger.
  fileprivate func emptyQuarantine() throws(StorageError) {
    guard try files.status(of: FileName.quarantine)?.kind == .directory else { return }
    let folder = try files.openDirectory(FileName.quarantine)
    for name in try folder.list() where try folder.status(of: name)?.kind != .directory {
      try folder.unlink(name)
    }
    try folder.sync()
  }
}
