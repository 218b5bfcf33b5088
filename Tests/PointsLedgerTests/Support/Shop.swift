import LedgerTestSupport
import Testing

@testable import PointsLedger

/// A ledger in memory with a clock that the test sets.
final class Shop {
  static let path = "/ledger"

  /// A post that should have been posted was not, or the other way round.
  struct WrongAnswer: Error, CustomStringConvertible {
    var description: String
  }

  let system: SimulatedFileSystem
  let clock: ManualClock
  var options: Ledger.Options
  private(set) var ledger: Ledger

  /// Creates a ledger that counts `points` under `terms`, and other units from `more`.
  init(
    _ terms: UnitTerms = UnitTerms(), more: [UnitDefinition] = [],
    in system: SimulatedFileSystem = SimulatedFileSystem(),
    options configure: (inout Ledger.Options) -> Void = { _ in }
  ) throws {
    self.system = system
    clock = ManualClock(.day(0))
    options = Ledger.Options()
    options.fileSystem = system
    options.clock = clock
    configure(&options)
    ledger = try Ledger.create(
      at: Self.path, units: [UnitDefinition(.points, terms: terms)] + more, options: options)
  }

  /// Sets the clock.
  @discardableResult
  func at(_ instant: Instant) -> Shop {
    clock.set(instant)
    return self
  }

  func post(_ post: Post) throws -> Answer { try ledger.post(post) }

  /// Posts as an import does.
  func postInBatch(_ posts: [Post]) throws -> BatchAnswers {
    var batch = ledger.makeBatch()
    for post in posts { batch.append(post) }
    return try ledger.handOver(batch).wait()
  }

  /// Posts, and expects a new entry.
  @discardableResult
  func accept(_ post: Post) throws -> Receipt {
    let answer = try ledger.post(post)
    guard case .posted(let receipt) = answer else {
      throw WrongAnswer(description: "\(post.kind.name) \(post.reference): \(answer.name)")
    }
    return receipt
  }

  /// Posts, and expects a new refusal.
  @discardableResult
  func refuse(_ post: Post) throws -> RefusalCode {
    let answer = try ledger.post(post)
    guard case .refused(let refusal) = answer, !refusal.isRepeated else {
      throw WrongAnswer(description: "\(post.kind.name) \(post.reference): \(answer.name)")
    }
    return refusal.code
  }

  func balance(
    _ member: MemberIdentifier, _ unit: UnitCode? = nil, asOf instant: Instant? = nil
  ) throws -> Balance {
    try #require(try ledger.balance(of: member, unit: unit, asOf: instant))
  }

  /// Available, pending, held, arrears.
  func split(
    _ member: MemberIdentifier, _ unit: UnitCode? = nil, asOf instant: Instant? = nil
  ) throws -> [Int64] {
    try balance(member, unit, asOf: instant).split
  }

  /// The lots in order of consumption: their origins, and what is left.
  func lots(
    _ member: MemberIdentifier, _ unit: UnitCode? = nil, asOf instant: Instant? = nil
  ) throws -> [String] {
    try ledger.lots(of: member, unit: unit, asOf: instant).map {
      "\($0.originReference.map(\.description) ?? "?") \($0.remaining)"
    }
  }

  func entry(_ reference: Reference) throws -> Entry {
    try #require(try ledger.entry(reference: reference))
  }

  /// All entries, in log order.
  func entries() throws -> [Entry] {
    var entries: [Entry] = []
    try ledger.forEachEntry {
      entries.append($0)
      return true
    }
    return entries
  }

  func reopen() throws {
    try ledger.close()
    try open()
  }

  /// Opens a ledger that was closed.
  func open() throws { ledger = try Ledger.open(at: Self.path, options: options) }

  func verify() -> VerifyReport { Ledger.verify(at: Self.path, options: options) }
}

extension Answer {
  /// `posted`, `duplicate`, or the name of the refusal.
  var name: String {
    switch self {
    case .posted: "posted"
    case .duplicate: "duplicate"
    case .refused(let refusal): refusal.code.name
    }
  }
}
