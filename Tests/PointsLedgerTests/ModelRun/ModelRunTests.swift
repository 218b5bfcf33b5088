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
    for seed in 1...8 {
      var run = ModelRun { try EngineLedger($0) }
      if let report = try run.run(commands: 4_000, seed: UInt64(seed * 1000)) { print(report) }
    }
  }
}
