extension LogStore {
  /// Begins the file of a base under a temporary name, for a `RunWriter`.
  ///
  /// - Parameter end: The sequence number of the first entry to keep; all before it are durable.
  /// - Throws: `misuse` after `close`; `readOnly`; `poisoned`; what the file system reports.
  package func beginBase(before end: UInt64) throws(StorageError) -> RunFile {
    try withWriter { (_) throws(StorageError) in }
    return try RunFile(for: RunName(.base, range: 0..<end), in: directory, ledgerID: ledgerID)
  }

  /// Begins the sealed files of a part of a segment, in memory.
  ///
  /// - Parameter created: Milliseconds since 1970, recorded in the files.
  /// - Throws: `misuse` after `close`; `readOnly`; `poisoned`.
  package func beginPart(
    _ range: Range<UInt64>, created: Int64
  ) throws(StorageError) -> SegmentWriter {
    let generation = view.withLock { $0.manifest.generation }
    let ids = try withWriter { (writer) throws(StorageError) in
      (writer.newUUID(), writer.newUUID())
    }
    return segmentWriter(range, ids, birthGeneration: generation + 1, created: created)
  }

  /// The sealed files of a part of a segment, finished, and not on the medium yet.
  package struct Part: Sendable {
    let files: SealedFiles
  }

  /// - Throws: `misuse` if the writer lacks rows; `full` if a file would be too long.
  package func finishPart(
    _ writer: consuming SegmentWriter, summary: [UInt8], lastClock: Int64
  ) throws(StorageError) -> Part {
    Part(files: try finish(writer, summary: summary, lastClock: lastClock))
  }

  /// Puts a base in the place of all entries before it: makes it durable, publishes a manifest that
  /// names it and no segment before, and removes those. Readers that opened the files can go on.
  ///
  /// - Parameters:
  ///   - file: Complete, from `beginBase`.
  ///   - rest: The rest of the segment that the base ends in; nil if it ends with one.
  ///   - created: Milliseconds since 1970.
  /// - Throws: `misuse` if the files do not join; what the file system reports, and the ledger is
  ///   unchanged; but after a failure from the moment in which a name is made durable, the store is
  ///   poisoned; `poisoned`.
  package func install(
    base file: RunFile, rest: Part?, created: Int64
  ) throws(StorageError) {
    try file.sync()
    try sealing.withLock { (_) throws(StorageError) in
      let end = file.range.upperBound
      let segments = view.withLock { $0.manifest.segments }
      let kept = segments.filter { $0.firstSequence >= end }
      let restRange = rest?.files.range
      let next = restRange ?? kept.first?.range
      let restEnd = restRange?.upperBound ?? end
      guard file.isComplete, file.name.kind == .base, file.range.lowerBound == 0,
        end > firstSequence, end <= sealedSequence, next?.lowerBound ?? end == end,
        kept.first?.firstSequence ?? restEnd == restEnd
      else {
        throw StorageError(.misuse, "the base does not fit the segments", path: directory.path)
      }
      try checkWritable()
      let (manifestID, lock) = try withWriter { (writer) throws(StorageError) in
        (writer.newUUID(), writer.lock.identity)
      }
      if let rest { try place(rest.files) }
      var mayBeNamed = false
      let old: Manifest
      do throws(StorageError) {
        try file.install()
        let base = try Run(file.name, in: directory, ledgerID: ledgerID)
        let record = BaseRecord(
          checksum: base.checksum, end: end, byteCount: base.byteCount,
          birthGeneration: view.withLock { $0.manifest.generation })
        let made = rest.map { rest in
          Segment(
            rest.files.record, ledgerID: ledgerID, in: directory, openFiles: openFiles,
            hasChain: true)
        }
        try directory.files.sync()
        old = try publish(
          created: created, manifestID, lock, mayBeNamed: &mayBeNamed,
          { manifest in
            manifest.base = record
            manifest.segments.removeAll { $0.firstSequence < end }
            if let made { manifest.segments.insert(made.record, at: 0) }
          },
          { view in
            view.base = base
            view.segments.removeAll { $0.range.lowerBound < end }
            if let made { view.segments.insert(made, at: 0) }
          })
      } catch {
        if mayBeNamed || error.category == .poisoned { poison(error) }
        if !mayBeNamed {
          directory.discard(file.name)
          if let rest { discard(rest.files) }
        }
        throw error
      }
      for segment in old.segments where segment.firstSequence < end {
        for name in [segment.segment.name, segment.text.name, segment.chainName] {
          directory.discard(name)
        }
      }
      if let base = old.base { directory.discard(base.name) }
      directory.discard(FileName.manifest(generation: old.generation))
    }
  }
}
