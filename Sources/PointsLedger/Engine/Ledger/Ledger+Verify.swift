internal import LedgerStorage

extension Ledger {
  /// Checks a ledger: every checksum of every file, then every entry against the rules, then the
  /// index against the entries.
  ///
  /// It never throws: the report lists the problems, the first place first. If something could not
  /// be examined, because descriptors or memory were short or the medium failed, `failure` says so.
  /// There is then no verdict, unless a problem was found before. The check needs no permission to
  /// write, and works beside a writer on the durable entries.
  ///
  /// - Parameter quick: Whether to check only the files and whether the entries fit together,
  ///   without deciding them again by the rules.
  public static func verify(
    at path: String, quick: Bool = false, options: Options = Options()
  ) -> VerifyReport {
    var report = VerifyReport()
    do throws(LedgerError) {
      let inspection = try translating { () throws(StorageError) in
        try LogStore.inspect(at: path, in: options.fileSystem)
      }
      // These problems count even if the rest cannot be examined.
      for problem in inspection.problems {
        if problem.severity == .error {
          report.problems.append(problem.description)
          report.place = report.place ?? .init(file: problem.path, offset: problem.offset)
        } else {
          report.notes.append(problem.description)
        }
      }
      if let unseen = inspection.unseen { throw LedgerError(unseen) }
      let (store, index) = try openWithIndex(at: path, options)
      let inspected = report
      try ChainRebuild.during(on: store) { () throws(LedgerError) in
        report = inspected
        let state = try check(RecordLog(store: store), options.limits, quick: quick, &report)
        if let state {
          try checkIndex(try index.get(), of: store, against: state, &report)
          try notePendingErasures(RecordLog(store: store), state, &report)
        }
      }
    } catch {
      report.failure = error
      if report.failsForDamage {
        report.problems.append(error.message)
        report.place = report.place ?? error.place
      }
    }
    return report
  }

  /// The entries, and the state that the index makes of them, without an erasure or a compaction
  /// between the two: they would differ then. Why there is no such state counts only after what is
  /// wrong with the entries.
  private static func openWithIndex(
    at path: String, _ options: Options
  ) throws(LedgerError) -> (LogStore, Result<StateLoader.Opened, LedgerError>) {
    for _ in 0..<openingAttempts {
      let store = try translating { () throws(StorageError) in
        try LogStore.open(
          at: path, in: options.fileSystem, mode: .reading,
          now: options.clock.now().milliseconds, entropy: options.entropy)
      }
      let index = Result { () throws(LedgerError) in
        try StateLoader(store: store, options: options, isReader: true).open()
      }
      let wasReplaced = try translating { () throws(StorageError) in
        try store.wereEntriesReplaced()
      }
      if !wasReplaced { return (store, index) }
    }
    throw LedgerError(.inputOutput, "\(path): the ledger changed all the time: try again")
  }

  private static let openingAttempts = 100

  /// Returns the state of the entries, if all of them could be checked.
  private static func check(
    _ log: RecordLog, _ limits: LogLimits, quick: Bool, _ report: inout VerifyReport
  ) throws(LedgerError) -> LedgerState? {
    let start = try log.store.firstState()
    if quick {
      var state = start
      var sealed = try SealedCheck(log.store)
      var keys = try MemberKeys(of: log.base)
      var hasher = try LeafHasher(of: log.base)
      try log.forEach(from: start.nextSequence) { (record) throws(LedgerError) in
        try sealed.checkChain(of: record, after: state)
        try state.replay(record)
        keys.note(record)
        hasher.append(record, keys)
        if let problem = try sealed.add(record) { report.problems.append(problem) }
        return true
      }
      try log.store.checkBase(state)
      report.entries = state.nextSequence
      report.root = hasher.finish().root
      report.stateDigest = StateDigest.of(state)
      return state
    }
    var verifier = try Verifier(from: start, base: log.base, reader: log, limits: limits)
    var sealed = try SealedCheck(log.store)
    var problem: VerifyDifference?
    try log.forEach(from: start.nextSequence) { (record) throws(LedgerError) in
      do throws(VerifyDifference) { try verifier.check(record) } catch {
        if let failure = error.failure { throw failure }
        problem = error
      }
      if problem == nil, let found = try sealed.add(record) { report.problems.append(found) }
      return problem == nil
    }
    try log.store.checkBase(verifier.state)
    report.entries = start.nextSequence + verifier.entries
    if problem == nil {
      do throws(VerifyDifference) {
        (report.root, report.stateDigest) = try verifier.finish()
      } catch {
        if let failure = error.failure { throw failure }
        problem = error
      }
    }
    if let problem {
      report.problems.append(problem.problem)
      if let sequence = problem.sequence {
        report.place = report.place ?? .init(sequence: SequenceNumber(sequence))
      }
    }
    return problem == nil ? verifier.state : nil
  }

  private static func notePendingErasures(
    _ log: RecordLog, _ state: LedgerState, _ report: inout VerifyReport
  ) throws(LedgerError) {
    let done = max(log.store.erasedSequence, log.store.firstSequence)
    var count = 0
    for sequence in state.operatorEntries where sequence >= done {
      if try log.record(at: sequence).erasesMember { count += 1 }
    }
    guard count > 0 else { return }
    report.notes.append(
      "\(log.store.directoryPath): erasures that were announced and not carried out: \(count); whoever "
        + "opens it for writing next does that")
  }

  /// A run that cannot be read does no harm and is only noted; a run that contradicts the entries
  /// is a problem.
  private static func checkIndex(
    _ opened: StateLoader.Opened, of store: LogStore, against ruled: LedgerState,
    _ report: inout VerifyReport
  ) throws(LedgerError) {
    report.notes += opened.notes.filter { !report.notes.contains($0) }
    var check = IndexCheck(opened: opened.state, ruled: ruled)
    let found: String?
    do throws(StorageError) { found = try check.firstDifference() } catch {
      guard error.isAboutContent else { throw LedgerError(error) }
      // The check of the files has noted it already.
      return
    }
    guard let found, opened.state.readError == nil else { return }
    report.problems.append(
      "\(store.directoryPath): the index says otherwise than the entries (\(found)): delete its files "
        + "run-*.idx while nobody has the ledger open; they are made again when it is opened next")
  }
}

/// The result of a verification.
public struct VerifyReport: Sendable {
  /// The number of entries checked.
  public internal(set) var entries: UInt64 = 0
  /// The root over all entries; nil if not all could be checked.
  public internal(set) var root: Digest?
  /// The digest of the state that the rules make of the entries; nil if not all could be checked.
  public internal(set) var stateDigest: Digest?
  /// The problems, the first place first.
  public internal(set) var problems: [String] = []
  /// The place of the first problem that has one.
  public internal(set) var place: LedgerError.Place?
  /// Remarks that are no problems.
  public internal(set) var notes: [String] = []
  /// The reason why the ledger could not be opened or not examined completely; nil if it could.
  public internal(set) var failure: LedgerError?

  public var isSound: Bool { problems.isEmpty && failure == nil }

  /// Whether the check has a verdict. It has none if it found no problem, but could not open the
  /// ledger or examine all of it.
  public var isVerdict: Bool { !problems.isEmpty || failure == nil }

  /// Whether the failure that stopped the check is itself a problem of the ledger.
  var failsForDamage: Bool {
    guard let failure else { return false }
    return !failure.isUnseen && failure.code != .noSuchLedger
  }
}
