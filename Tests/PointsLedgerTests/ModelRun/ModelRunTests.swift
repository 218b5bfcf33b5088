import PointsLedger
import Testing

@Suite struct ModelRunTests {
  /// The run without a ledger beside it: the model keeps the invariants, and the commands reach
  /// every kind and every recorded refusal.
  @Test func randomCommandsReachEveryKindAndRefusal() throws {
    var run = ModelRun { NaiveLedger($0) }
    let report = try run.run(commands: 4_000, seed: 1)
    #expect(report == nil, "\(report ?? "")")
    for kind in EntryKind.allCases where kind != .erase {
      #expect(run.coverage.entries[kind] ?? 0 > 0, "\(kind)")
    }
    print(run.coverage.entries, run.coverage.answers, run.coverage.refusedPercent)
  }

  @Test func judge() throws {
    var seed = Int(Environment.value("SEED") ?? "1") ?? 1
    let count = Int(Environment.value("COUNT") ?? "10000") ?? 1
    var reports = 0
    var run = ModelRun { try EngineLedger($0) }
    while run.commandsDone < count, reports < 8 {
      if let report = try run.sequence(seed: UInt64(seed)) {
        print(report)
        reports += 1
      }
      seed += 1
    }
    print(run.commandsDone, "commands, next seed", seed)
  }
}
