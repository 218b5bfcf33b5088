import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A crash in any call: what was answered is there, and no half of anything")
struct LedgerCrashTests {
  /// Runs a day until the machine stops; returns the step under way.
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
      // Clean-up, at the very end, hides its errors.
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

  /// Posts that fill several frames, all or none or one after the other.
  @Test(
    "a large group is there or not; of a batch over several frames, the first posts",
    arguments: [true, false], SimulatedCrash.allCases)
  func large(isGroup: Bool, mode: SimulatedCrash) throws {
    let long = String(repeating: "x", count: EntryTexts.maximumByteCount)
    let texts = EntryTexts(
      location: long, actor: long, reason: long, campaign: long,
      memo: String(repeating: "m", count: EntryTexts.maximumMemoByteCount))
    let posts = (0..<70).map {
      Post.earn(1, for: .anna, reference: .named("p\($0)"), texts: texts)
    }
    func post(_ ledger: Ledger) throws -> [Answer] {
      isGroup ? try ledger.post(atomically: posts) : try ledger.post(each: posts)
    }
    let start = SimulatedFileSystem()
    let clock = ManualClock(.day(0))
    var options = Ledger.Options()
    options.clock = clock
    options.fileSystem = start
    options.limits = LogLimits(
      bodyBytes: 160_000, logBytes: 1 << 20, initialBytes: 200_000, growthBytes: 65_536)
    try Ledger.create(at: Shop.path, options: options).close()

    var found: Set<Int> = []
    for call in 1..<100 {
      var isOver = false
      for seed in 0..<2 as Range<UInt64> {
        let system = start.copy()
        options.fileSystem = system
        let ledger = try Ledger.open(at: Shop.path, options: options)
        system.crash(inCall: system.callCount() + call, mode)
        let answers = try? post(ledger)
        try? ledger.close()
        isOver = !system.hasCrashed

        options.fileSystem = system.afterCrash(mode, seed: seed)
        let next = try Ledger.open(at: Shop.path, options: options)
        let count = Int(next.nextSequence.value) - 1
        found.insert(count)
        #expect(answers == nil || count == posts.count, "call \(call), seed \(seed)")
        #expect(!isGroup || count == 0 || count == posts.count, "call \(call), seed \(seed)")
        #expect(
          try next.entry(at: SequenceNumber(UInt64(count)))?.reference
            == (count == 0 ? .named("unit/points") : posts[count - 1].reference))
        let names = try post(next).map(\.name)
        #expect(names.filter { $0 == "duplicate" }.count == count)
        #expect(try next.balance(of: .anna)?.available == .of(posts.count))
        try next.close()
      }
      if isOver { break }
    }
    #expect(found.contains(0) && found.contains(posts.count) && (isGroup || found.count > 2))
  }

  @Test("buffered: after a power cut what is left is the beginning of what was posted")
  func buffered() throws {
    let whole = try InterruptedSession.whole.get()
    let session = FullSession()
    for seed in 0..<60 as Range<UInt64> {
      let system = SimulatedFileSystem()
      let clock = ManualClock(.day(0))
      var options = InterruptedSession.options(system, clock)
      options.durability = .buffered
      let ledger = try Ledger.create(
        at: Shop.path, units: FullSession.units, options: options)
      let end = 1 + Int(seed) % session.steps.count
      try session.run(0..<end, on: ledger, clock)
      if seed % 3 == 0 { try ledger.sync() }

      options.fileSystem = system.afterCrash(.powerCut, seed: seed)
      let next = try Ledger.open(at: Shop.path, options: options)
      let found = try InterruptedSession.lines(next)
      #expect(Array(whole.entries.prefix(found.count)) == found, "seed \(seed)")
      let ends = [whole.firstCount] + whole.counts.prefix(end)
      #expect(ends.contains(found.count), "half of a step, seed \(seed)")
      #expect(seed % 3 > 0 || found.count == ends.last, "seed \(seed)")
    }
  }
}
