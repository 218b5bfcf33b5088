extension LogStore {
  /// All entries before this sequence number are sealed.
  package var sealedSequence: UInt64 { view.withLock { $0.manifest.sealedSequence } }

  /// The entries of the oldest ended logs that are not sealed and together have entries (a single
  /// log, apart from logs without entries); nil if there are none.
  package func nextToSeal() -> Range<UInt64>? {
    Self.nextToSeal(view.withLock { $0.manifest })
  }

  private static func nextToSeal(_ manifest: Manifest) -> Range<UInt64>? {
    let first = manifest.sealedSequence
    for log in manifest.logs {
      guard let next = log.end?.nextSequence else { return nil }
      if next > first { return next - first <= ColumnLimits.rowCountMax ? first..<next : nil }
    }
    return nil
  }

  /// Begins the sealed files of a range, in memory.
  ///
  /// - Parameters:
  ///   - range: The result of `nextToSeal`.
  ///   - created: Milliseconds since 1970, recorded in the files.
  /// - Throws: `misuse` for another range, or after `close`; `readOnly`; `poisoned`.
  package func beginSealing(
    _ range: Range<UInt64>, created: Int64
  ) throws(StorageError) -> SegmentWriter {
    let manifest = view.withLock { $0.manifest }
    guard Self.nextToSeal(manifest) == range, manifest.generation < .max else {
      throw StorageError(.misuse, "these entries cannot be sealed now", path: directory.path)
    }
    let ids = try withWriter { (writer) throws(StorageError) in
      (writer.newUUID(), writer.newUUID())
    }
    return segmentWriter(range, ids, birthGeneration: manifest.generation + 1, created: created)
  }

  func segmentWriter(
    _ range: Range<UInt64>, _ ids: (LedgerUUID, LedgerUUID), birthGeneration: UInt64,
    created: Int64
  ) -> SegmentWriter {
    func builder(_ kind: SealedKind, _ id: LedgerUUID) -> ColumnFileBuilder {
      ColumnFileBuilder(
        kind,
        header: FileHeader(
          kind: kind.headerKind, ledgerID: ledgerID, fileID: id,
          birthGeneration: birthGeneration, created: created, firstSequence: range.lowerBound))
    }
    return SegmentWriter(
      range: range,
      builders: [builder(.segment, ids.0), builder(.text, ids.1), builder(.chain, ids.0)],
      path: directory.path)
  }

  /// Makes the sealed files durable, publishes a manifest that names them instead of the logs, and
  /// removes the logs. From then on the entries are read from the sealed files; readers of the logs
  /// at that moment can go on.
  ///
  /// - Parameters:
  ///   - summary: Opaque, stored in the segment's footer; at most `ColumnLimits.summaryBytesMax`
  ///     bytes.
  ///   - lastClock: The clock of the range's last frame, in milliseconds since 1970.
  /// - Throws: `misuse` if the writer lacks rows or is not the next to seal; `full`, `resources`,
  ///   or what the file system reports, and the ledger and the store are unchanged; but after a
  ///   failure from the moment in which a name is made durable, the store is poisoned; `poisoned`.
  package func install(
    _ writer: consuming SegmentWriter, summary: [UInt8], lastClock: Int64
  ) throws(StorageError) {
    let files = try finish(writer, summary: summary, lastClock: lastClock)
    try sealing.withLock { (_) throws(StorageError) in
      // Checked before anything is written: files that are sealed twice would have the same names.
      guard nextToSeal() == files.range else {
        throw StorageError(.misuse, "these entries cannot be sealed now", path: directory.path)
      }
      try checkWritable()
      let (manifestID, lock) = try withWriter { (writer) throws(StorageError) in
        (writer.newUUID(), writer.lock.identity)
      }
      try place(files)
      var mayBeNamed = false
      let old: Manifest
      do throws(StorageError) {
        let segment = Segment(
          files.record, ledgerID: ledgerID, in: directory, openFiles: openFiles, hasChain: true)
        old = try publish(
          created: files.created, manifestID, lock, mayBeNamed: &mayBeNamed,
          { manifest in
            manifest.logs.removeAll {
              $0.end.map { $0.nextSequence <= files.range.upperBound } ?? false
            }
            manifest.segments.append(files.record)
          },
          { view in
            view.segments.append(segment)
            view.ended.removeAll { $0.end.nextSequence <= files.range.upperBound }
          })
      } catch {
        if mayBeNamed || error.category == .poisoned { poison(error) }
        if !mayBeNamed { discard(files) }
        throw error
      }
      for log in old.logs {
        if let end = log.end, end.nextSequence <= files.range.upperBound {
          directory.discard(log.name)
        }
      }
      directory.discard(FileName.manifest(generation: old.generation))
    }
  }

  /// Finished sealed files, and their record in a manifest.
  struct SealedFiles: Sendable {
    let record: SegmentRecord
    /// In the order in which they get their names: the derived one first.
    let contents: [(name: SealedName, parts: [[UInt8]])]
    let created: Int64

    var range: Range<UInt64> { record.range }
  }

  func finish(
    _ writer: SegmentWriter, summary: [UInt8], lastClock: Int64
  ) throws(StorageError) -> SealedFiles {
    guard writer.isComplete, writer.builders.count == SealedKind.allCases.count,
      summary.count <= ColumnLimits.summaryBytesMax
    else {
      throw StorageError(
        .misuse, "the columns of entries \(writer.range) are not complete", path: directory.path)
    }
    let range = writer.range
    var contents: [(name: SealedName, parts: [[UInt8]])] = []
    var records: [SealedRecord] = []
    for builder in writer.builders {
      let header = builder.header
      guard
        let file = builder.finish(
          range: range, lastClock: lastClock, summary: builder.kind == .segment ? summary : [])
      else {
        throw StorageError(
          .full, "a sealed file would be longer than the format allows", path: directory.path)
      }
      let record = SealedRecord(
        kind: builder.kind, checksum: file.checksum, range: range, byteCount: file.byteCount,
        fileID: header.fileID, birthGeneration: header.birthGeneration)
      contents.append((record.name, file.parts))
      records.append(record)
    }
    return SealedFiles(
      record: SegmentRecord(segment: records[0], text: records[1]),
      contents: contents.reversed(), created: writer.builders[0].header.created)
  }

  /// Gives the files their names, durably.
  func place(_ files: SealedFiles) throws(StorageError) {
    do {
      for (name, parts) in files.contents {
        _ = try directory.prepare(name, parts: parts)
        try directory.install(name)
      }
    } catch {
      discard(files)
      throw error
    }
    do { try directory.files.sync() } catch {
      // The failed sync may have lost other names too.
      discard(files)
      poison(error)
      throw error
    }
  }

  func discard(_ files: SealedFiles) {
    for (name, _) in files.contents { directory.discard(name) }
  }

  /// Publishes a changed manifest; returns the one before. If it throws, the new one may still have
  /// its name.
  ///
  /// - Parameters:
  ///   - update: Changes the rest of the view together with the manifest.
  func publish(
    created: Int64, _ manifestID: LedgerUUID, _ lock: FileIdentity, mayBeNamed: inout Bool,
    _ change: (inout Manifest) -> Void, _ update: (inout LogView) -> Void
  ) throws(StorageError) -> Manifest {
    try publishing.withLock { (failure) throws(StorageError) -> Manifest in
      if let failure { throw failure }
      let old = view.withLock { $0.manifest }
      guard old.generation < .max, old.recordCount < Manifest.recordCountMax else {
        throw StorageError(
          .full, "the ledger has as many files as the format allows", path: directory.path)
      }
      try checkNewest(old, lock: lock)
      var manifest = old
      change(&manifest)
      manifest.header.birthGeneration += 1
      manifest.header.created = created
      manifest.header.fileID = manifestID
      let name = FileName.manifest(generation: manifest.generation)
      _ = try directory.prepare(name, manifest.encoded())
      mayBeNamed = true
      do throws(StorageError) {
        try directory.install(name)
      } catch {
        // Only a rename that ran out of space certainly did not happen.
        mayBeNamed = error.category != .full
        if mayBeNamed { failure = error }
        throw error
      }
      do throws(StorageError) {
        try directory.files.sync()
      } catch {
        failure = error
        throw error
      }
      view.withLock { view in
        view.manifest = manifest
        update(&view)
      }
      return old
    }
  }

  /// Whether it is unknown what has become of a file.
  package var isPoisoned: Bool { publishing.withLock { $0 != nil } }

  /// Nothing more is written or published after this.
  func poison(_ error: StorageError) {
    publishing.withLock { $0 = $0 ?? error }
    writer.withLock { writer in
      if writer?.failure == nil { _ = writer?.fail(error) }
    }
  }
}
