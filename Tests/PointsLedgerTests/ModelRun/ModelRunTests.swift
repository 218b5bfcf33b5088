import PointsLedger
import Testing

/// Compares the engine with the naive model. Settings in the environment:
/// `POINTSLEDGER_MODEL_COMMANDS`, the number of commands (by default few enough for a debug build),
/// and `POINTSLEDGER_MODEL_SEED`, the seed of the first sequence; each further one has the next.
/// Half of the commands begin a million seeds later, so that two cores have work.
@Suite struct ModelRunTests {
  static let commands = Environment.number("POINTSLEDGER_MODEL_COMMANDS") ?? 1_500
  static let seed = Environment.number("POINTSLEDGER_MODEL_SEED") ?? 1

  /// The number of sequences that may differ before a run is stopped.
  private static let maximumReports = 5

  @Test(arguments: [0, 1])
  func theEngineAnswersWhatTheModelAnswers(_ half: Int) throws {
    var run = ModelRun { try EngineLedger($0) }
    let first = UInt64(Self.seed + half * 1_000_000)
    var seed = first
    var reports = 0
    while run.commandsDone < Self.commands / 2, reports < Self.maximumReports {
      if let report = try run.sequence(seed: seed, atMost: Self.commands / 2 - run.commandsDone) {
        Issue.record("\(report)")
        reports += 1
      }
      seed += 1
    }
    print("\(run.commandsDone) commands, seeds \(first)..<\(seed): \(run.coverage)")
    if run.commandsDone >= 10_000 { expectUpkeep(run.coverage) }
    if run.commandsDone >= 20_000 { expectFullCoverage(run.coverage) }
  }

  /// Ledgers were compacted, and members erased.
  private func expectUpkeep(_ coverage: Coverage) {
    // Each of these entries stands for a compaction that dropped something, or for an erased member.
    #expect(coverage.entries[.compact] ?? 0 >= 20)
    #expect(coverage.entries[.erase] ?? 0 >= 20)
    #expect(coverage.restored > 0 && coverage.compacted > 0)
  }

  /// Every kind of entry and every refusal was reached. `balanceOutOfRange` takes thousands of
  /// posts, and has an example of its own; no identifier names a merged member, so `memberClosed`
  /// cannot occur; the other codes depend on the files.
  private func expectFullCoverage(_ coverage: Coverage) {
    #expect(EntryKind.allCases.filter { coverage.entries[$0] == nil } == [])
    let names = [
      "insufficientPoints", "unknownMember", "unknownOriginal", "alreadyReversed", "notReversible",
      "notExtendable", "holdClosed", "memberFrozen", "sameMember", "identifierTaken",
      "lastIdentifier", "scaleFixed", "periodClosed", "groupRefused", "unknownUnit",
      "referenceConflict", "malformed", "clockWentBack", "clockWentAhead", "compactedReference",
      "posted", "duplicate",
    ]
    #expect(names.filter { coverage.answers[$0] == nil } == [])
    #expect((15...45).contains(coverage.refusedPercent))
  }
}
