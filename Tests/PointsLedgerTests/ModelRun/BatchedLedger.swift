import LedgerTestSupport
import PointsLedger

/// A second engine that gets the same commands, but the posts in batches, as from an import. The
/// results must be the same.
final class BatchedLedger {
  private static let path = "/batched"
  private var ledger: Ledger
  private let clock: ManualClock
  private let options: Ledger.Options
  private var waiting: [Post] = []
  private var expected: [ObservedAnswer] = []
  private var waitingSince: Instant
  /// The first answer that differed.
  private var difference: String?

  init(_ setup: LedgerSetup, _ options: Ledger.Options) throws {
    clock = ManualClock(setup.clock)
    waitingSince = setup.clock
    var options = options
    options.clock = clock
    options.prefetchesInBackground = .inline
    options.prefetchDistance = 3
    self.options = options
    ledger = try Ledger.create(
      at: Self.path, units: setup.units.map { UnitDefinition($0.0, terms: $0.1) }, options: options)
  }

  deinit { try? ledger.close() }

  /// Posts the waiting batch once the clock advances.
  func post(_ post: Post, at instant: Instant, answer: ObservedAnswer) throws {
    if instant != waitingSince { try flush() }
    waitingSince = instant
    waiting.append(post)
    expected.append(answer)
  }

  func postGroup(_ posts: [Post], at instant: Instant) throws {
    try flush()
    clock.set(instant)
    _ = try ledger.handOver(group: posts).wait()
  }

  func sweep(asOf limit: Instant, at instant: Instant) throws {
    try flush()
    clock.set(instant)
    do throws(LedgerError) { _ = try ledger.sweep(asOf: limit) } catch {
      guard EngineLedger.clockCode(error) != nil else { throw error }
    }
  }

  func acceptClock(at instant: Instant) throws {
    try flush()
    clock.set(instant)
    try ledger.acceptClock()
  }

  func reopen() throws {
    try flush()
    try ledger.close()
    ledger = try Ledger.open(at: Self.path, options: options)
  }

  /// The difference to the ledger that got the posts one by one.
  func difference(to other: Ledger) throws -> String? {
    try flush()
    if let difference { return difference }
    let digests = (try ledger.stateDigest(), try other.stateDigest())
    if digests.0 != digests.1 { return "batches make \(digests.0), single posts \(digests.1)" }
    let (entries, others) = (try Self.entries(of: ledger), try Self.entries(of: other))
    for (one, other) in zip(entries, others) where one != other {
      return "batches write \(one), single posts \(other)"
    }
    return entries.count == others.count
      ? nil : "batches write \(entries.count) entries, single posts \(others.count)"
  }

  private static func entries(of ledger: Ledger) throws -> [String] {
    var entries: [String] = []
    try ledger.forEachEntry(from: SequenceNumber(0), to: nil) { entry in
      var plain = entry
      // Sets are described in any order.
      plain.post.terms = nil
      entries.append("\(plain)")
      return true
    }
    return entries
  }

  private func flush() throws {
    if waiting.isEmpty { return }
    clock.set(waitingSince)
    var batch = ledger.makeBatch()
    for post in waiting { batch.append(post) }
    let answers = try ledger.handOver(batch).wait()
    var kinds = Array(repeating: "posted", count: answers.count)
    for (index, answer) in answers.others { kinds[index] = Self.kind(answer) }
    for (index, answer) in expected.enumerated() where Self.kind(answer) != kinds[index] {
      difference = difference ?? "in a batch \(waiting[index]) is \(kinds[index]), not \(answer)"
    }
    waiting = []
    expected = []
  }

  private static func kind(_ answer: BatchAnswer) -> String {
    switch answer {
    case .posted: "posted"
    case .duplicate: "duplicate"
    case .refused(let code, let isRepeated): "\(code) \(isRepeated)"
    }
  }

  private static func kind(_ answer: ObservedAnswer) -> String {
    switch answer {
    case .posted: "posted"
    case .duplicate: "duplicate"
    case .refused(let code, _, let isRepeated): "\(code) \(isRepeated)"
    }
  }
}
