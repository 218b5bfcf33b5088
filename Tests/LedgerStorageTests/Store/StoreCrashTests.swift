import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct StoreCrashTests {
  /// The number of calls that the whole script makes.
  private static func callCount() throws -> Int {
    let system = SimulatedFileSystem(seed: 1)
    var script = Script()
    try script.runAll(in: system)
    return system.callCount()
  }

  @Test(arguments: SimulatedCrash.allCases)
  func `a crash in any call loses nothing that was synced`(mode: SimulatedCrash) throws {
    let callCount = try Self.callCount()
    for call in 1...callCount {
      for seed in 0..<2 as Range<UInt64> {
        let system = SimulatedFileSystem(seed: UInt64(call) << 8 | seed)
        system.crash(inCall: call, mode)
        var script = Script()
        // Clean-up, at the very end, hides its errors.
        do { try script.runAll(in: system) } catch {}
        #expect(system.hasCrashed)
        let after = system.afterCrash(mode, seed: UInt64(call) << 16 | seed)
        let comment: Comment = "call \(call) of \(callCount), \(mode), seed \(seed)"
        do {
          try script.verify(after, comment)
        } catch { Issue.record(error, comment) }
      }
    }
  }

  @Test func `crashes that follow on each other lose nothing that was synced`() throws {
    for seed in 0..<40 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var system = SimulatedFileSystem(seed: seed)
      var script = Script()
      try script.runAll(in: system)
      for round in 0..<6 {
        let mode: SimulatedCrash = random.coin() ? .processKill : .powerCut
        system.crash(inCall: system.callCount() + 1 + random.index(120), mode)
        do {
          try script.runAgain(in: system, rounds: 10)
        } catch { #expect(system.hasCrashed, "\(error), seed \(seed), round \(round)") }
        system = system.afterCrash(mode, seed: random.next())
        do {
          let reader = try Session.open(in: system, .reading)
          let end = try Session.check(reader)
          #expect((script.durable...max(script.durable, script.appended)).contains(end))
        } catch { Issue.record(error, "seed \(seed), round \(round)") }
      }
      try script.verify(system, "seed \(seed)")
    }
  }
}
