extension LogStore {
  /// The sealed ranges whose chain files are missing or were found to be unreadable. The files are
  /// derived: callers that need them make them again, and return them by `installChain`.
  package func segmentsWithoutChain() -> [Range<UInt64>] {
    view.withLock { $0.segments }.filter { !$0.hasChain }.map(\.range)
  }

  /// Reads every chain file; unreadable ones count as missing from now on.
  ///
  /// - Throws: `resources`.
  package func dropUnreadableChains() throws(StorageError) {
    for segment in view.withLock({ $0.segments }) { try segment.dropUnreadableChain() }
  }

  /// Reads the headers and footers of the sealed files: before anything is written, none of them
  /// may be of a newer format, or a wrong file. Such a chain file counts as missing from now on.
  ///
  /// - Throws: `damaged`, `newerFormat`, or what the file system reports.
  package func checkSealedEnds() throws(StorageError) {
    for segment in view.withLock({ $0.segments }) {
      _ = try segment.segment.contents()
      _ = try segment.text.contents()
      _ = try segment.chainContents()
    }
  }

  /// Begins the chain file of a sealed range in memory. It takes only blocks of the chain region.
  ///
  /// - Throws: `misuse` if that is not a sealed range; what is wrong with the segment.
  package func beginChain(_ range: Range<UInt64>) throws(StorageError) -> SegmentWriter {
    let segment = try segment(range)
    return SegmentWriter(
      range: range,
      builders: [ColumnFileBuilder(.chain, header: try segment.chainHeader())],
      path: directory.path)
  }

  /// Passes the chain file of a sealed range to the store. A store for writing writes the file,
  /// replacing an unreadable one; a store for reading keeps it in memory.
  ///
  /// - Throws: `misuse`; `full`, or what the file system reports, and nothing has changed;
  ///   `poisoned`.
  package func installChain(_ writer: consuming SegmentWriter) throws(StorageError) {
    let segment = try segment(writer.range)
    let lastClock = try segment.segment.contents().footer.lastClock
    guard writer.isComplete, writer.builders.count == 1, writer.builders[0].kind == .chain else {
      throw StorageError(
        .misuse, "the chain of entries \(writer.range) is not complete", path: directory.path)
    }
    guard let file = writer.builders[0].finish(range: writer.range, lastClock: lastClock) else {
      throw StorageError(
        .full, "a chain file would be longer than the format allows", path: directory.path)
    }
    installedChains.withLock { $0 += 1 }
    if mode == .reading {
      segment.setChain(memory: Array(file.parts.joined()))
      return
    }
    try sealing.withLock { (_) throws(StorageError) in
      try checkWritable()
      let name = segment.record.chainName
      _ = try directory.prepare(name, parts: file.parts)
      try directory.install(name)
      segment.setChain()
    }
  }
}
