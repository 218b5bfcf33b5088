import LedgerStorage
import LedgerTestSupport
import Testing

/// A session like those of a till, which can be interrupted anywhere: two stores one after the
/// other, with rotation, and with logs that are sealed while others are begun.
struct Script {
  /// Everything before this was durable according to the last successful call.
  private(set) var durable: UInt64 = 0
  /// Everything before this was passed to `append`.
  private(set) var appended: UInt64 = 0
  private(set) var wasCreated = false

  /// Creates a ledger and works in it.
  mutating func runAll(in system: SimulatedFileSystem) throws {
    let store = try Session.create(in: system)
    wasCreated = true
    try work(in: store, rounds: 24)
    try runAgain(in: system, rounds: 8)
  }

  /// Opens the existing ledger and works on.
  mutating func runAgain(in system: SimulatedFileSystem, rounds: Int) throws {
    try work(in: Session.open(in: system), rounds: rounds)
  }

  private mutating func work(in store: LogStore, rounds: Int) throws {
    durable = store.nextSequence
    var columns: SegmentWriter?
    for round in 0..<rounds {
      if round % 5 == 2 {
        // It is begun before the next log may be, and published after it.
        if let columns { try Sealing.install(columns, in: store) }
        columns = try Sealing.begin(in: store)
      }
      try store.reserve(isBulk: round % 7 < 3)
      appended = store.nextSequence + UInt64(Session.entryCount(store.nextSequence))
      try Session.append(to: store)
      if round % 3 != 1 {
        try store.sync()
        durable = store.nextSequence
      }
    }
    try store.close()
    durable = store.nextSequence
  }

  /// The next process reads everything that was durable, in whole frames, and can write on.
  func verify(_ system: SimulatedFileSystem, _ comment: Comment) throws {
    guard wasCreated || (try? Session.open(in: system, .reading)) != nil else {
      // Interrupted before there was a ledger: creating it again works.
      let store = try Session.create(in: system)
      try Session.append(to: store)
      try store.close()
      return
    }
    let reader = try Session.open(in: system, .reading)
    let seen = try Session.check(reader)
    #expect((durable...max(durable, appended)).contains(seen), comment)

    let writer = try Session.open(in: system)
    #expect(try Session.check(writer) == seen, comment)
    #expect(reader.recovery.verdict == writer.recovery.verdict, comment)
    for _ in 0..<4 {
      try writer.reserve()
      try Session.append(to: writer)
    }
    try Sealing.sealAll(in: writer)
    #expect(writer.nextToSeal() == nil && writer.segmentsWithoutChain().isEmpty, comment)
    try writer.close()
    let later = try Session.open(in: system, .reading)
    #expect(try Session.check(later) > seen, comment)
    #expect(later.recovery.leftovers.isEmpty, comment)
    #expect(later.recovery.endsWithClose)
    let problems = try LogStore.inspect(at: Session.path, in: system).problems
    #expect(!problems.contains { $0.severity == .error }, comment)
    #expect(!problems.contains { !$0.path.hasSuffix("/quarantine") }, comment)
  }
}
