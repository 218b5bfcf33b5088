import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// The full session, day by day, each on a file system of its own that can be interrupted anywhere,
/// and its results without interruptions.
struct InterruptedSession: Sendable {
  /// Small enough that logs grow, and are followed by others, within the session.
  static let limits = LogLimits(
    bodyBytes: 2_000, logBytes: 12_288, initialBytes: 6_144, growthBytes: 1_024)

  /// The steps of each day; the first creates the ledger too.
  let days: [Range<Int>]
  /// The file system at the start of each day: that of the day before, cleanly closed.
  let systems: [SimulatedFileSystem]
  /// All entries, line by line, and their number after each step.
  let entries: [String]
  let counts: [Int]
  /// The answers to each step, and the state after it.
  let answers: [[String]]
  let digests: [Digest]
  /// The number of entries of a new ledger.
  let firstCount: Int

  /// The session without interruption, run once.
  static let whole: Result<InterruptedSession, any Error> = Result { try InterruptedSession() }

  private init() throws {
    let session = FullSession()
    var days: [Range<Int>] = []
    for index in session.steps.indices {
      let isSameDay =
        index > 0
        && session.steps[index].clock.milliseconds - session.steps[index - 1].clock.milliseconds
          < 1_000
      if isSameDay, let day = days.popLast() {
        days.append(day.lowerBound..<index + 1)
      } else {
        days.append(index..<index + 1)
      }
    }
    var systems: [SimulatedFileSystem] = []
    var counts: [Int] = []
    var digests: [Digest] = []
    var answers: [[String]] = []
    var entries: [String] = []
    let clock = ManualClock(.day(0))
    var system = SimulatedFileSystem()
    for (day, steps) in days.enumerated() {
      systems.append(system.copy())
      let ledger = try Self.begin(day, system, clock)
      try session.run(steps, on: ledger, clock) { _, each in
        counts.append(Int(ledger.nextSequence.value))
        digests.append(try ledger.stateDigest())
        answers.append(each.map(Self.content))
      }
      entries = try Self.lines(ledger)
      try ledger.close()
      system = system.copy()
    }
    self.days = days
    self.systems = systems
    self.counts = counts
    self.digests = digests
    self.answers = answers
    self.entries = entries
    firstCount = FullSession.units.count
  }

  /// Creates the ledger of the first day, or opens that of a later one.
  static func begin(
    _ day: Int, _ system: any FileSystem, _ clock: ManualClock
  ) throws -> Ledger {
    let options = options(system, clock)
    guard day == 0 else { return try Ledger.open(at: Shop.path, options: options) }
    return try Ledger.create(at: Shop.path, units: FullSession.units, options: options)
  }

  static func options(_ system: any FileSystem, _ clock: ManualClock) -> Ledger.Options {
    var options = Ledger.Options()
    options.fileSystem = system
    options.clock = clock
    options.limits = limits
    return options
  }

  /// An answer without the balance.
  static func content(_ answer: Answer) -> String {
    answer.receipt.map { line($0.entry) } ?? line(answer)
  }

  static func lines(_ ledger: Ledger) throws -> [String] {
    var lines: [String] = []
    try ledger.forEachEntry {
      lines.append(line($0))
      return true
    }
    return lines
  }

  /// The number of entries before a step.
  func count(before step: Int) -> Int { step == 0 ? firstCount : counts[step - 1] }

  /// Opens the ledger as an interruption in `step` (of `day`) left it, checks that it has
  /// everything that was answered and no half of anything, tries the step again, and goes on to the
  /// end of the day.
  func resume(
    _ system: SimulatedFileSystem, at step: Int, of day: Int, wasMade: Bool, _ comment: Comment
  ) throws {
    let session = FullSession()
    let clock = ManualClock(session.steps[min(step, session.steps.count - 1)].clock)
    let ledger: Ledger
    do {
      ledger = try Ledger.open(at: Shop.path, options: Self.options(system, clock))
    } catch {
      // Interrupted before there was a ledger: creating it again works.
      guard !wasMade, error.code == .noSuchLedger || error.code == .damaged else { throw error }
      let again = try Self.begin(0, system, clock)
      try finish(again, from: 0, of: day, session, clock, comment)
      return
    }
    let found = try Self.lines(ledger)
    guard ledger.units.count == FullSession.units.count else {
      Issue.record("a ledger with \(ledger.units.count) units, \(comment)")
      return
    }
    try #require(Array(entries.prefix(found.count)) == found, comment)
    // Every step of a day is one frame: it is there as a whole, or not at all.
    let before = count(before: step)
    let after = step < counts.count ? counts[step] : before
    #expect(found.count == before || found.count == after, "\(found.count), \(comment)")
    #expect(found.count >= before, comment)
    try finish(ledger, from: step, of: day, session, clock, comment)
  }

  private func finish(
    _ ledger: Ledger, from step: Int, of day: Int, _ session: FullSession, _ clock: ManualClock,
    _ comment: Comment
  ) throws {
    for index in step..<max(step, days[day].upperBound) {
      let again = try session.run(index, on: ledger, clock)
      #expect(again.map(Self.content) == answers[index], comment)
      #expect(try ledger.stateDigest() == digests[index], "step \(index), \(comment)")
    }
    try ledger.close()
    let report = Ledger.verify(
      at: Shop.path, quick: true, options: ledger.options)
    #expect(report.problems == [], comment)
  }
}
