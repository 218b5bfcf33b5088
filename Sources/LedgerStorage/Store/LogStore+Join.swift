extension LogStore {
  /// Makes a ledger in a new directory of an archive of this one and all sealed entries: copies of
  /// the archive's base and of both ledgers' segments, without what is derived. Everything is
  /// durable afterwards.
  ///
  /// - Parameters:
  ///   - archive: Ends where this one begins, and is of the same ledger.
  ///   - path: A directory that does not exist.
  ///   - created: Milliseconds since 1970.
  /// - Throws: `misuse` if they do not join; `exists`, `cannotCreate`; what the file system reports.
  ///   Nothing is left behind then, as far as possible.
  package func join(
    _ archive: LogStore, at path: String, in fileSystem: any FileSystem, created: Int64
  ) throws(StorageError) -> MadeLedger {
    let (first, second) = (archive.view.withLock { $0.manifest }, view.withLock { $0.manifest })
    let end = second.sealedSequence
    guard archive.ledgerID == ledgerID, first.sealedSequence == second.firstSequence,
      archive.nextSequence == first.sealedSequence, end > first.sealedSequence
    else { throw StorageError(.misuse, "the ledgers do not join", path: archive.directory.path) }
    let ids = try withWriter { (writer) throws(StorageError) in
      (writer.newUUID(), writer.newUUID())
    }
    let (made, target) = try MadeDirectory.make(at: path, in: fileSystem)
    var names: [String] = []
    do throws(StorageError) {
      if let base = first.base {
        try archive.directory.copy(base.name.description, to: target, &names)
      }
      for (segments, source) in [
        (first.segments, archive.directory), (second.segments, directory),
      ] {
        for segment in segments {
          for name in [segment.segment.name, segment.text.name] {
            try source.copy(name.description, to: target, &names)
          }
        }
      }
      var joined = second
      joined.header.readOnlyFlags = 0
      joined.header.birthGeneration = max(first.generation, second.generation)
      joined.base = first.base
      joined.erasedSequence = 0
      joined.logs = []
      joined.segments = first.segments + second.segments
      _ = try target.makeFiles(of: joined, end: end, created: created, &names, ids)
      try made.sync()
      return MadeLedger(directory: target, made: made, names: names)
    } catch {
      for name in names { target.discard(name) }
      made.remove()
      throw error
    }
  }
}
