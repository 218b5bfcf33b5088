extension LogStore {
  /// Makes a read-only ledger of all entries before `end` in a new directory: copies of the base
  /// and of the segments before, and the files of the last part. Everything is durable afterwards.
  ///
  /// - Parameters:
  ///   - path: A directory that does not exist, outside of this one.
  ///   - end: The sequence number after the last entry.
  ///   - part: The last entries, if they are a part of a segment.
  ///   - runs: Derived, in order; copied too.
  /// - Returns: The archive, and the bytes of its manifest.
  /// - Throws: `exists`; `cannotCreate`, also for a directory within a ledger; `damaged`;
  ///   what the file system reports. Nothing is left behind then, as far as possible.
  package func makeArchive(
    at path: String, in fileSystem: any FileSystem, upTo end: UInt64, part: Part?, runs: [Run],
    created: Int64
  ) throws(StorageError) -> (archive: MadeLedger, manifest: [UInt8]) {
    let manifest = view.withLock { $0.manifest }
    let (made, target) = try MadeDirectory.make(at: path, in: fileSystem)
    var names: [String] = []
    do throws(StorageError) {
      let whole = manifest.segments.filter { $0.nextSequence <= end }
      var segments = whole
      if let part { segments.append(part.files.record) }
      guard segments.last?.nextSequence ?? manifest.firstSequence == end else {
        throw StorageError(.misuse, "the parts do not join", path: path)
      }
      if let base = manifest.base { try directory.copy(base.name.description, to: target, &names) }
      for segment in whole {
        for name in [segment.segment.name, segment.text.name] {
          try directory.copy(name.description, to: target, &names)
        }
        let chain = segment.chainName.description
        if try directory.files.status(of: chain) != nil {
          try directory.copy(chain, to: target, &names)
        }
      }
      for (name, parts) in part?.files.contents ?? [] {
        names.append("\(name)")
        _ = try target.prepare(name, parts: parts)
        try target.install(name)
      }
      for run in runs where !run.isBase {
        let name = RunName(range: run.range).description
        let file = try target.makeFile(name)
        names.append(name)
        try run.forEachPart { (bytes, offset) throws(StorageError) in
          try file.write(bytes, at: offset)
        }
        try file.sync()
      }
      var archive = manifest
      archive.header.readOnlyFlags = FileHeader.archiveFlag
      archive.segments = segments
      archive.logs = []
      let bytes = try target.makeFiles(
        of: archive, end: end, created: created, &names,
        try withWriter { (writer) throws(StorageError) in (writer.newUUID(), writer.newUUID()) })
      try made.sync()
      return (MadeLedger(directory: target, made: made, names: names), bytes)
    } catch {
      for name in names { target.discard(name) }
      made.remove()
      throw error
    }
  }
}

extension LedgerDirectory {
  /// Copies a file of this ledger, durably.
  func copy(
    _ name: String, to target: LedgerDirectory, _ names: inout [String]
  ) throws(StorageError) {
    let source = try files.openFile(name, .read)
    let file = try target.makeFile(name)
    names.append(name)
    var bytes: [UInt8] = []
    var offset: UInt64 = 0
    while true {
      let count = try source.read(1 << 20, at: offset, into: &bytes)
      if count == 0 { break }
      try file.write(bytes.rawSpan.extracting(0..<count), at: offset)
      offset += UInt64(count)
    }
    try file.sync()
  }

  /// Makes what a ledger has beside its sealed files: an empty log, `ack`, LOCK, and a manifest of
  /// the next generation. Returns the manifest's bytes.
  ///
  /// - Parameters:
  ///   - ledger: With the base, the segments, the ended logs and the flags of the new ledger.
  ///   - end: The sequence number after the last entry.
  func makeFiles(
    of ledger: Manifest, end: UInt64, created: Int64, _ names: inout [String],
    _ ids: (log: LedgerUUID, manifest: LedgerUUID)
  ) throws(StorageError) -> [UInt8] {
    let generation = ledger.generation + 1
    let log = FileHeader(
      kind: .log, ledgerID: ledger.header.ledgerID, fileID: ids.log, birthGeneration: generation,
      created: created, firstSequence: end, salt: UInt32(truncatingIfNeeded: ids.log.low) | 1)
    let record = LogRecord(firstSequence: end, fileID: ids.log, birthGeneration: generation)
    names += [record.name.description, FileName.ack, FileName.lock]
    _ = try prepare(record.name, log.encoded(), length: Sector.byteCount)
    try install(record.name)
    let ack = Ack(
      logID: ids.log.high, durableOffset: UInt64(Sector.byteCount), nextSequence: end)
    let ackFile = try makeFile(FileName.ack)
    try ackFile.write(ack.encoded().rawSpan, at: 0)
    try ackFile.sync()
    try makeFile(FileName.lock).sync()
    try files.sync()
    var header = FileHeader(
      kind: .manifest, ledgerID: ledger.header.ledgerID, fileID: ids.manifest,
      birthGeneration: generation, created: created)
    header.readOnlyFlags = ledger.header.readOnlyFlags
    header.firstSequence = ledger.erasedSequence
    let bytes = Manifest(
      header: header, name: ledger.name, base: ledger.base, segments: ledger.segments,
      logs: ledger.logs + [record]
    ).encoded()
    let name = FileName.manifest(generation: generation)
    names.append(name)
    _ = try prepare(name, bytes)
    try install(name)
    try files.sync()
    return bytes
  }
}
