internal import LedgerStorage

extension Ledger {
  /// What became of the entries that compactions dropped, in order.
  ///
  /// - Throws: `closed`, `damaged`, `inputOutput`.
  public func archives() throws(LedgerError) -> [LedgerArchive] {
    try pipeline.checkOpen()
    var first: UInt64 = 0
    var archives: [LedgerArchive] = []
    let places = try log.base?.summary().archives ?? []
    let announced = try announcedEntries(from: places.first?.end ?? 0)
    for place in places {
      let found = erasedSequence(of: place)
      let done = place.erased(byMark: found)
      let pending = announced.count { $0.sequence >= done }
      archives.append(
        LedgerArchive(
          first: SequenceNumber(first), last: SequenceNumber(place.end - 1),
          path: place.path.isEmpty ? nil : place.path, isAtHand: found != nil,
          pendingErasures: place.path.isEmpty ? 0 : pending))
      first = place.end
    }
    return archives
  }

  /// Carries out in archives what `erase` has announced since they were made, or were at hand last.
  ///
  /// - Parameter path: Where one of the ledger's archives is now, if it is not where it was put: that
  ///   is its place from now on. Nil for all archives at their places.
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
      guard let path else {
        let end = store.erasedSequence
        let (files, done) = try eraseInArchives(announcedBefore: end)
        if try log.base?.summary().archives != archivePlaces(erasedIn: done, before: end) {
          try note(done)
        }
        return files
      }
      var moved: UInt64 = 0
      let rewritten = try withArchive(at: path) { (archive) throws(LedgerError) in
        let places = try log.base?.summary().archives ?? []
        guard let place = places.first(where: { $0.end == archive.nextSequence }) else {
          throw LedgerError(
            .damaged,
            "\(path): no archive of \(self.path) ends before entry \(archive.nextSequence)")
        }
        moved = place.end
        return try erase(in: archive, place, try announcedErasures(from: place.end))
      }
      try note([moved]) {
        if $0.end == moved { $0.path = AbsolutePath.of(path) }
      }
      return ErasedFiles(rewritten: rewritten.map { "\(path)/\($0)" })
    }
  }

  /// Writes in the base in which archives all was erased, and where they are.
  private func note(
    _ done: Set<UInt64>, _ correct: (inout ArchivePlace) -> Void = { _ in }
  ) throws(LedgerError) {
    let nobody = Erasure(of: [], before: 0, identifiers: [:], others: [:], seeds: [:])
    let eraser = Eraser(store: store, options: options, erasure: nobody) { _ in nil }
    let end = store.erasedSequence
    let places = try archivePlaces(erasedIn: done, before: end, correct)
    _ = try scheduler.pausing { () throws(LedgerError) in
      try carryOut(eraser, [], places, before: end)
    }
  }

  /// The places of the base, as they are now.
  ///
  /// - Parameters:
  ///   - done: The ends of the archives in which all erasures were carried out that were announced
  ///     before `end`.
  ///   - correct: Called for each place.
  func archivePlaces(
    erasedIn done: Set<UInt64> = [], before end: UInt64 = 0,
    _ correct: (inout ArchivePlace) -> Void = { _ in }
  ) throws(LedgerError) -> [ArchivePlace] {
    var places = try log.base?.summary().archives ?? []
    for index in places.indices {
      correct(&places[index])
      if done.contains(places[index].end) { places[index].erased = end }
    }
    return places
  }

  /// The mark in an archive that says how far erasures were carried out; nil if it is not at hand.
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

  /// The entries from one on that announce erasures, in order, and whom each erases.
  func announcedEntries(
    from first: UInt64
  ) throws(LedgerError) -> [(sequence: UInt64, member: UInt32)] {
    let later = try door.look { (state) throws(LedgerError) in
      state.operatorEntries.filter { $0 >= first }
    }
    var entries: [(sequence: UInt64, member: UInt32)] = []
    for sequence in later {
      let record = try log.record(at: sequence)
      if record.erasesMember, let member = record.member { entries.append((sequence, member)) }
    }
    return entries
  }

  /// The same erasures: adjacent entries are one.
  func announcedErasures(from first: UInt64) throws(LedgerError) -> [ErasureBatch] {
    var batches: [ErasureBatch] = []
    for (sequence, member) in try announcedEntries(from: first) {
      if batches.last?.end == sequence {
        batches[batches.count - 1].add(member)
      } else {
        batches.append(ErasureBatch(start: sequence, members: [member]))
      }
    }
    return batches
  }

  /// Erases in all archives, as far as possible.
  ///
  /// - Returns: Also the ends of the archives in which all was carried out.
  func eraseInArchives(
    announcedBefore end: UInt64
  ) throws(LedgerError) -> (files: ErasedFiles, done: Set<UInt64>) {
    let places = try log.base?.summary().archives ?? []
    let batches = try announcedErasures(from: places.first?.end ?? 0).filter { $0.end <= end }
    var files = ErasedFiles()
    var done: Set<UInt64> = []
    for place in places where !place.path.isEmpty {
      do throws(LedgerError) {
        let rewritten = try withArchive(at: place.path) { (archive) throws(LedgerError) in
          guard archive.nextSequence == place.end else {
            throw LedgerError(.damaged, "\(place.path): this is another archive")
          }
          return try erase(in: archive, place, batches)
        }
        files.rewritten += rewritten.map { "\(place.path)/\($0)" }
        done.insert(place.end)
      } catch {
        // One that is away, and in which nothing is to be done, is not missed.
        guard batches.contains(where: { $0.end > place.erased(byMark: nil) }) else { continue }
        files.note(place.path, error.message)
      }
    }
    return (files, done)
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
    in archive: LogStore, _ place: ArchivePlace, _ batches: [ErasureBatch]
  ) throws(LedgerError) -> [String] {
    let done = place.erased(byMark: archive.erasedSequence)
    var names: [String] = []
    for batch in batches where batch.end > done { names += try erase(batch, in: archive) }
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
