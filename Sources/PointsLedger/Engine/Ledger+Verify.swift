internal import LedgerStorage

extension Ledger {
  /// Checks a ledger: every checksum of every file, then every entry against the rules.
  ///
  /// It never throws: what is wrong stands in the report, the first place first. It needs no
  /// permission to write, and works beside a writer, on what is durable.
  ///
  /// - Parameter quick: Only the files, and that the entries fit together; the rules are not
  ///   judged again.
  public static func verify(
    at path: String, quick: Bool = false, options: Options = Options()
  ) -> VerifyReport {
    var report = VerifyReport()
    do throws(LedgerError) {
      let inspection = try translating { () throws(StorageError) in
        try LogStore.inspect(at: path, in: options.fileSystem)
      }
      for problem in inspection.problems {
        if problem.severity == .error {
          report.problems.append(problem.description)
        } else {
          report.notes.append(problem.description)
        }
      }
      let store = try translating { () throws(StorageError) in
        try LogStore.open(
          at: path, in: options.fileSystem, mode: .reading,
          now: options.clock.now().milliseconds, entropy: options.entropy)
      }
      report = try ChainRebuild.during(on: store) { [report] () throws(LedgerError) in
        var checked = report
        try check(RecordLog(store: store), quick: quick, &checked)
        return checked
      }
    } catch {
      report.problems.append(error.message)
      report.failure = error.code
    }
    return report
  }

  private static func check(
    _ log: RecordLog, quick: Bool, _ report: inout VerifyReport
  ) throws(LedgerError) {
    if quick {
      var state = LedgerState(hashKey: 0)
      var keys = MemberKeys()
      var hasher = LeafHasher()
      try log.forEach(from: 0) { (record) throws(LedgerError) in
        try state.replay(record)
        keys.note(record)
        hasher.append(record, keys)
        return true
      }
      report.entries = state.nextSequence
      report.root = hasher.finish().root
      report.stateDigest = StateDigest.of(state)
      return
    }
    var verifier = Verifier(reader: log)
    var problem: String?
    try log.forEach(from: 0) { (record) throws(LedgerError) in
      do throws(VerifyDifference) { try verifier.check(record) } catch {
        problem = error.problem
      }
      return problem == nil
    }
    report.entries = verifier.entries
    if problem == nil {
      do throws(VerifyDifference) {
        (report.root, report.stateDigest) = try verifier.finish()
      } catch { problem = error.problem }
    }
    if let problem { report.problems.append(problem) }
  }
}

/// What a verification found.
public struct VerifyReport: Sendable {
  /// Entries checked.
  public internal(set) var entries: UInt64 = 0
  /// Over all entries; empty if they could not all be checked.
  public internal(set) var root = ""
  public internal(set) var stateDigest = ""
  /// What is wrong, the first place first.
  public internal(set) var problems: [String] = []
  /// What is good to know and wrong with nothing.
  public internal(set) var notes: [String] = []
  /// Why the ledger could not even be opened; nil if it could.
  public internal(set) var failure: LedgerError.Code?

  public var isSound: Bool { problems.isEmpty }
}
