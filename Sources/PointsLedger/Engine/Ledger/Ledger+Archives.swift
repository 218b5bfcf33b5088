internal import LedgerStorage

extension Ledger {
  /// What became of the entries that compactions dropped, in order.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func archives() throws(LedgerError) -> [LedgerArchive] {
    try pipeline.checkOpen()
    var first: UInt64 = 0
    var archives: [LedgerArchive] = []
    for place in try log.base?.summary().archives ?? [] {
      let found = erasedSequence(of: place)
      let erased = max(place.erased, found ?? 0)
      archives.append(
        LedgerArchive(
          first: SequenceNumber(first), last: SequenceNumber(place.end - 1),
          path: place.path.isEmpty ? nil : place.path, isAtHand: found != nil,
          pendingErasures: place.path.isEmpty
            ? 0 : try announcedErasures(from: max(erased, place.end)).count))
      first = place.end
    }
    return archives
  }

  /// Carries out in archives what `erase` has announced since they were made, or were at hand last.
  ///
  /// - Parameter path: Where one of the ledger's archives is now, if it is not where it was put; nil
  ///   for all archives at the places where they were put.
  /// - Throws: `damaged` if the path leads to something else; `readOnly`, `closed`, `full`,
  ///   `inputOutput`. Without a path, an archive that cannot be opened or written is in the result.
  public func eraseInArchives(at path: String? = nil) throws(LedgerError) -> ErasedFiles {
    guard !isReader else {
      throw LedgerError(.readOnly, "\(self.path): the ledger was opened for reading")
    }
    try pipeline.checkProcess()
    return try upkeep.withLock { (_) throws(LedgerError) in
      try pipeline.checkOpen()
      try finishErasures()
      guard let path else { return try eraseInArchives(announcedBefore: store.erasedSequence) }
      let rewritten = try withArchive(at: path) { (archive) throws(LedgerError) in
        let places = try log.base?.summary().archives ?? []
        guard let place = places.first(where: { $0.end == archive.nextSequence }) else {
          throw LedgerError(
            .damaged,
            "\(path): no archive of \(self.path) ends before entry \(archive.nextSequence)")
        }
        return try erase(in: archive, place, announcedBefore: store.erasedSequence)
      }
      return ErasedFiles(rewritten: rewritten.map { "\(path)/\($0)" })
    }
  }

  /// The places of the base, as they are now. One that is not at hand stays as it was when it was at
  /// hand last.
  func archivePlaces() throws(LedgerError) -> [ArchivePlace] {
    var places = try log.base?.summary().archives ?? []
    for index in places.indices {
      guard let erased = erasedSequence(of: places[index]) else { continue }
      places[index].erased = max(places[index].erased, erased)
    }
    return places
  }

  /// How far the erasures were carried out in an archive; nil if it is not at hand.
  func erasedSequence(of place: ArchivePlace) -> UInt64? {
    if place.path.isEmpty { return nil }
    do {
      let archive = try LogStore.open(
        at: place.path, in: options.fileSystem, mode: .reading,
        now: options.clock.now().milliseconds, entropy: options.entropy, limits: options.limits)
      let isRight = archive.ledgerID == store.ledgerID && archive.nextSequence == place.end
      let erased = archive.erasedSequence
      try archive.close()
      return isRight ? erased : nil
    } catch {
      return nil
    }
  }

  /// The announced erasures from an entry on, in order.
  func announcedErasures(from first: UInt64) throws(LedgerError) -> [ErasureBatch] {
    let later = try door.look { (state) throws(LedgerError) in
      state.operatorEntries.filter { $0 >= first }
    }
    var batches: [ErasureBatch] = []
    for sequence in later {
      let record = try log.record(at: sequence)
      guard record.erasesMember, let member = record.member else { continue }
      if batches.last?.end == sequence {
        batches[batches.count - 1].add(member)
      } else {
        batches.append(ErasureBatch(start: sequence, members: [member]))
      }
    }
    return batches
  }

  /// Erases in all archives, as far as possible.
  func eraseInArchives(announcedBefore end: UInt64) throws(LedgerError) -> ErasedFiles {
    var files = ErasedFiles()
    for place in try log.base?.summary().archives ?? [] where !place.path.isEmpty {
      do throws(LedgerError) {
        let rewritten = try withArchive(at: place.path) { (archive) throws(LedgerError) in
          guard archive.nextSequence == place.end else {
            throw LedgerError(.damaged, "\(place.path): this is another archive")
          }
          return try erase(in: archive, place, announcedBefore: end)
        }
        files.rewritten += rewritten.map { "\(place.path)/\($0)" }
      } catch {
        files.untouchedArchives.append(place.path)
      }
    }
    return files
  }

  private func withArchive(
    at path: String, _ body: (LogStore) throws(LedgerError) -> [String]
  ) throws(LedgerError) -> [String] {
    let archive = try translating { () throws(StorageError) in
      try LogStore.open(
        at: path, in: options.fileSystem, mode: .writing, now: options.clock.now().milliseconds,
        evenIfArchive: true, entropy: options.entropy, limits: options.limits)
    }
    let result = Result { () throws(LedgerError) in
      guard archive.ledgerID == store.ledgerID else {
        throw LedgerError(.damaged, "\(path): this is another ledger's archive")
      }
      return try body(archive)
    }
    try translating { () throws(StorageError) in try archive.close() }
    return try result.get()
  }

  /// Carries out in an archive what was not yet. Returns the names of the files written anew.
  private func erase(
    in archive: LogStore, _ place: ArchivePlace, announcedBefore end: UInt64
  ) throws(LedgerError) -> [String] {
    let done = max(archive.erasedSequence, place.erased, place.end)
    var names: [String] = []
    for batch in try announcedErasures(from: done) where batch.end <= end {
      names += try erase(batch, in: archive)
    }
    return names
  }

  private func erase(
    _ batch: ErasureBatch, in archive: LogStore
  ) throws(LedgerError) -> [String] {
    let log = RecordLog(store: archive)
    let state = try StateLoader(store: archive, options: options, isReader: false).open().state
    let eraser = Eraser(
      store: archive, options: options, erasure: try state.erasure(batch, log)
    ) { (group) throws(LedgerError) in
      try state.seed(ofGroup: group, log)
    }
    let texts = try eraser.makeTexts()
    let runs = try eraser.makeRuns(of: state.runs.runs)
    let base = try eraser.makeBase(erasedBefore: batch.end)
    try translating { () throws(StorageError) in
      try archive.install(
        texts, base: base, without: runs.map(\.range), erasedBefore: batch.end,
        created: options.clock.now().milliseconds)
      for run in runs { _ = try archive.named(run) }
    }
    return texts.map(\.name) + [base?.finalName].compactMap { $0 } + runs.map(\.fileName)
  }
}
