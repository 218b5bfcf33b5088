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

  /// The files of a compaction: durable and under their names, but no manifest names them yet. Until
  /// then they are leftovers, which the next writer removes.
  package struct PlacedBase: Sendable {
    let name: RunName
    let base: Run
    let rest: SealedFiles?

    var end: UInt64 { base.range.upperBound }
  }

  /// Makes a base, and the rest of the segment that it ends in, durable.
  ///
  /// - Parameters:
  ///   - file: Complete, from `beginBase`.
  ///   - rest: Nil if the base ends with a segment.
  /// - Throws: `misuse` if the files do not join; what the file system reports, and they are gone
  ///   again; a failed sync of the directory poisons the store; `poisoned`.
  package func place(base file: RunFile, rest: Part?) throws(StorageError) -> PlacedBase {
    try file.sync()
    return try sealing.withLock { (_) throws(StorageError) in
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
      // Reads under way in this process will go on with the files that go.
      for segment in view.withLock({ $0.segments }) where segment.range.lowerBound < end {
        try segment.hold()
      }
      if let rest { try place(rest.files) }
      do throws(StorageError) {
        try file.install()
        let base = try Run(file.name, in: directory, ledgerID: ledgerID)
        try syncNames()
        return PlacedBase(name: file.name, base: base, rest: rest?.files)
      } catch {
        directory.discard(file.name)
        if let rest { discard(rest.files) }
        throw error
      }
    }
  }

  /// Removes files that will not be installed.
  package func discard(_ placed: PlacedBase) {
    directory.discard(placed.name)
    if let rest = placed.rest { discard(rest) }
  }

  /// The files in whose place a base was put.
  package struct DroppedFiles: Sendable {
    let names: [String]
  }

  /// Puts a base in the place of all entries before it: publishes a manifest that names it and no
  /// segment before. Readers that opened the old files can go on. Call `remove` afterwards.
  ///
  /// - Parameters:
  ///   - placed: From `place`.
  ///   - created: Milliseconds since 1970.
  /// - Throws: What the file system reports, and the ledger is unchanged, without the placed files;
  ///   but after a failure from the moment in which a name is made durable, the store is poisoned;
  ///   `poisoned`.
  package func install(_ placed: PlacedBase, created: Int64) throws(StorageError) -> DroppedFiles {
    try sealing.withLock { (_) throws(StorageError) in
      let end = placed.end
      var mayBeNamed = false
      let old: Manifest
      do throws(StorageError) {
        try checkWritable()
        guard end > firstSequence else {
          throw StorageError(.misuse, "there is a later base", path: directory.path)
        }
        let (manifestID, lock) = try withWriter { (writer) throws(StorageError) in
          (writer.newUUID(), writer.lock.identity)
        }
        let record = BaseRecord(
          checksum: placed.base.checksum, end: end, byteCount: placed.base.byteCount,
          birthGeneration: view.withLock { $0.manifest.generation })
        let rest = placed.rest.map { rest in
          Segment(
            rest.record, ledgerID: ledgerID, in: directory, openFiles: openFiles, hasChain: true)
        }
        old = try publish(
          created: created, manifestID, lock, mayBeNamed: &mayBeNamed,
          { manifest in
            manifest.base = record
            manifest.segments.removeAll { $0.firstSequence < end }
            if let rest { manifest.segments.insert(rest.record, at: 0) }
          },
          { view in
            view.base = placed.base
            view.segments.removeAll { $0.range.lowerBound < end }
            if let rest { view.segments.insert(rest, at: 0) }
          })
      } catch {
        if mayBeNamed || error.category == .poisoned { poison(error) }
        if !mayBeNamed { discard(placed) }
        throw error
      }
      var names: [String] = []
      for segment in old.segments where segment.firstSequence < end {
        names += ["\(segment.segment.name)", "\(segment.text.name)", "\(segment.chainName)"]
      }
      if let base = old.base { names.append("\(base.name)") }
      names.append("\(FileName.manifest(generation: old.generation))")
      return DroppedFiles(names: names)
    }
  }

  /// Removes the files that no manifest names any more. What cannot be removed is left to the next
  /// writer.
  package func remove(_ dropped: DroppedFiles) {
    for name in dropped.names { directory.discard(name) }
  }

  /// Removes derived runs. What cannot be removed is left to the next writer.
  package func discardRuns(_ ranges: [Range<UInt64>]) {
    for range in ranges { directory.discard(RunName(range: range)) }
  }

  /// Makes the names in the directory durable. A failure may have lost other names too.
  private func syncNames() throws(StorageError) {
    do { try directory.files.sync() } catch {
      poison(error)
      throw error
    }
  }
}
