internal import LedgerStorage

extension Ledger {
  /// Makes an empty ledger in a new or empty directory, and opens it for writing.
  ///
  /// - Parameters:
  ///   - name: A name for people; up to 255 bytes of UTF-8.
  ///   - units: At least one; the first is the default for posts that name no unit. Each is written
  ///     as a `unit` entry with the reference `unit/CODE`, at the epoch.
  /// - Throws: `outOfRange` for a name or units beyond the limits; `alreadyExists`, `cannotCreate`,
  ///   `permissionDenied`, `full`, `inputOutput`. Then nothing is left behind.
  public static func create(
    at path: String, name: String = "",
    units: [UnitDefinition] = [.points],
    options: Options = Options()
  ) throws(LedgerError) -> Ledger {
    var posts: [Post] = []
    for unit in units {
      guard let reference = Reference("unit/\(unit.code)") else {
        throw LedgerError(.outOfRange, "the unit code \(unit.code) is too long")
      }
      posts.append(.unit(unit.code, terms: unit.terms, reference: reference, occurred: .epoch))
    }
    guard name.utf8.count <= LogStore.nameByteCountMax else {
      throw LedgerError(
        .outOfRange,
        "the name for people has \(name.utf8.count) bytes, more than "
          + "\(LogStore.nameByteCountMax): shorten it")
    }
    try check(posts, options)
    let store: LogStore
    do throws(StorageError) {
      store = try LogStore.create(
        at: path, in: options.fileSystem, name: name, adopting: true,
        now: options.clock.now().milliseconds, entropy: options.entropy, limits: options.limits)
    } catch {
      // A directory without write permission cannot hold a new ledger.
      throw [.permission, .readOnlyMedium].contains(error.category)
        ? LedgerError(.cannotCreate, error.description) : LedgerError(error)
    }
    do throws(LedgerError) {
      let ledger = try Ledger(path: path, options: options, store: store, isReader: false)
      for answer in try ledger.post(atomically: posts) {
        if answer.refusal?.code == .ledgerFull {
          throw LedgerError(.full, "\(path): \(try ledger.spaceStatus().explanation)")
        }
        if case .refused(let refusal) = answer {
          throw LedgerError(.cannotCreate, "\(path): its units are refused: \(refusal.code.name)")
        }
      }
      try ledger.sync()
      return ledger
    } catch {
      if !Canary.isPlanted(.halfInit) { store.undoCreation() }
      throw error
    }
  }

  /// Rejects invalid units before anything is made.
  private static func check(_ posts: [Post], _ options: Options) throws(LedgerError) {
    guard !posts.isEmpty, posts.count <= LedgerState.maximumUnits else {
      throw LedgerError(
        .outOfRange, "a ledger has 1 to \(LedgerState.maximumUnits) units, not \(posts.count)")
    }
    let posted = options.clock.now().milliseconds
    for post in posts {
      guard let wrong = PostCheck.malformation(of: post, posted: posted) else { continue }
      let code = post.unit.map { "\($0)" } ?? ""
      throw LedgerError(.outOfRange, "the unit \(code): \(wrong.explanation)")
    }
    guard Set(posts.map(\.reference)).count == posts.count else {
      throw LedgerError(.cannotCreate, "a unit is named twice")
    }
  }

  /// Opens a ledger for writing. Only one handle in one process can do so at a time.
  ///
  /// - Throws: `noSuchLedger`, `locked`, `damaged`, `newerFormat`, `ambiguousTail`,
  ///   `permissionDenied`, `inputOutput`.
  public static func open(
    at path: String, options: Options = Options()
  ) throws(LedgerError) -> Ledger {
    try open(at: path, options: options, mode: .writing)
  }

  /// Opens the ledger in a directory for writing, or makes a new one if there is none. A till can
  /// use it for its first start and all later ones.
  ///
  /// - Parameters:
  ///   - units: The units of a new ledger; an existing ledger keeps its own.
  ///   - name: The name of a new ledger.
  /// - Throws: As `open(at:options:)` and `create`.
  public static func open(
    at path: String, creatingWith units: [UnitDefinition], name: String = "",
    options: Options = Options()
  ) throws(LedgerError) -> Ledger {
    do { return try open(at: path, options: options) } catch {
      guard error.code == .noSuchLedger else { throw error }
    }
    do { return try create(at: path, name: name, units: units, options: options) } catch {
      guard error.code == .alreadyExists else { throw error }
    }
    // Another process made it meanwhile.
    return try open(at: path, options: options)
  }

  /// Opens a ledger for reading, beside a writer and without permission to write. Posts are refused
  /// with `ledgerReadOnly`.
  ///
  /// - Throws: As `open`, except `locked` and `ambiguousTail`.
  public static func openForReading(
    at path: String, options: Options = Options()
  ) throws(LedgerError) -> Ledger {
    try open(at: path, options: options, mode: .reading)
  }

  private static func open(
    at path: String, options: Options, mode: LogStore.Mode
  ) throws(LedgerError) -> Ledger {
    let store = try translating { () throws(StorageError) in
      try LogStore.open(
        at: path, in: options.fileSystem, mode: mode, now: options.clock.now().milliseconds,
        waiting: options.wait, acceptingTail: options.acceptsTail,
        entropy: options.entropy, limits: options.limits)
    }
    do throws(LedgerError) {
      guard store.nextSequence > 0 else {
        throw LedgerError(
          .noSuchLedger, "\(path): the making of this ledger was not finished; make it again")
      }
      let ledger = try Ledger(
        path: path, options: options, store: store, isReader: mode == .reading)
      ledger.resumeErasures()
      return ledger
    } catch {
      // A failure here concerns only the lock and the descriptors; the first error says more.
      try? store.close()
      throw error
    }
  }

  /// Carries out what the writer before announced and did not end. A failure does not keep anybody
  /// from posting: it is noted, and the next writer tries again.
  private func resumeErasures() {
    if isReader { return }
    do throws(LedgerError) { try finishErasures() } catch {
      let note = "an erasure was announced and not carried out: \(error.message)"
      door.change { $0.indexNotes.append(note) }
    }
  }

  /// Builds the state from its runs and the log.
  private convenience init(
    path: String, options: Options, store: LogStore, isReader: Bool
  ) throws(LedgerError) {
    let opening = StateLoader(store: store, options: options, isReader: isReader)
    let erased = store.erasedSequence
    let opened = try opening.open(deferring: true)
    var decider = Decider(
      state: opened.state, enrollsUnknownMembers: options.enrollsUnknownMembers,
      entropy: options.entropy)
    decider.calendar = options.calendar
    self.init(
      path: path, options: options, store: store,
      core: Core(decider: decider, erased: erased, indexNotes: opened.notes), isReader: isReader)
  }

  /// Reads what a writer in another process has made durable since. Returns true if there is
  /// anything new. On a ledger open for writing it does nothing and returns false.
  ///
  /// - Throws: `damaged`, `inputOutput`, `resources`. The ledger keeps what it had read before.
  public func refresh() throws(LedgerError) -> Bool {
    try pipeline.checkProcess()
    guard isReader else { return false }
    _ = try translating { () throws(StorageError) in try store.refresh() }
    return try door.change { (core) throws(LedgerError) in
      let erased = store.erasedSequence
      if core.erased != erased || core.decider.state.dropped?.end ?? 0 != store.firstSequence {
        log.forgetBlocks()
        core.decider.state = try opening.open(deferring: true).state
        core.erased = erased
        pipeline.publish(core.decider.state.nextSequence)
        return true
      }
      // The store alone cannot tell: an earlier refresh may have failed after the store had
      // advanced.
      guard core.decider.state.nextSequence < store.nextSequence else { return false }
      // If replay fails, publish the entries applied so far: a query that saw them waits for that.
      defer { pipeline.publish(core.decider.state.nextSequence) }
      let from = core.decider.state.nextSequence
      func show(_ record: Record) throws(LedgerError) -> Bool {
        try core.decider.state.replay(record)
        return true
      }
      try log.forEach(from: from, unless: { core.decider.state.deferEntry($0) }, show)
      if let fault = core.decider.state.readError { try opening.reopen(&core, fault) }
      opening.renew(&core)
      return true
    }
  }
}

extension LedgerState {
  /// Applies an entry of the log, or defers it.
  mutating func replay(_ record: Record) throws(LedgerError) {
    if deferEntry(record) { return }
    do { try apply(record) } catch { throw Self.contradiction(record, error) }
  }

  /// Takes in the names of an entry, and nothing else of it.
  mutating func replayNames(_ record: Record) throws(LedgerError) {
    do { try applyNames(record) } catch { throw Self.contradiction(record, error) }
  }

  static func contradiction(
    _ record: Record, _ error: Account.Contradiction
  ) -> LedgerError {
    LedgerError(
      .damaged,
      "entry \(record.sequence) contradicts the entries before it: \(error.reason); "
        + "restore a backup, and keep this copy")
  }
}
