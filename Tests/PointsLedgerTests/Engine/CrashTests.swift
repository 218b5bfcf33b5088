import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A crash in any call: what was answered is there, and no half of anything")
struct EngineCrashTests {
  /// Runs a day until the machine stops; tells the step that was under way.
  private func run(_ day: Int, _ whole: InterruptedSession, on system: SimulatedFileSystem)
    -> (step: Int, wasMade: Bool)
  {
    let session = FullSession()
    let steps = whole.days[day]
    let clock = ManualClock(session.steps[steps.lowerBound].clock)
    var step = steps.lowerBound
    guard let ledger = try? InterruptedSession.begin(day, system, clock) else {
      return (step, day > 0)
    }
    defer { try? ledger.close() }
    for index in steps {
      step = index
      guard (try? session.run(index, on: ledger, clock)) != nil else { return (step, true) }
    }
    return (steps.upperBound, true)
  }

  @Test("in each call of each day", arguments: 0..<7, SimulatedCrash.allCases)
  func everyCall(day: Int, mode: SimulatedCrash) throws {
    let whole = try InterruptedSession.whole.get()
    var call = 1
    while true {
      let system = whole.systems[day].copy()
      system.crash(inCall: system.callCount() + call, mode)
      let (step, wasMade) = run(day, whole, on: system)
      // What only tidies up, at the very end, hides its errors.
      guard system.hasCrashed else { break }
      let after = system.afterCrash(mode, seed: UInt64(call))
      let comment: Comment = "day \(day), call \(call), \(mode), step \(step)"
      do {
        try whole.resume(after, at: step, of: day, wasMade: wasMade, comment)
      } catch {
        Issue.record(error, comment)
      }
      call += 1
    }
    #expect(call > 20)
  }
}
