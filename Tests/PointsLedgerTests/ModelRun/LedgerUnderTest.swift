import PointsLedger

/// How a ledger is created for a run.
struct LedgerSetup {
  var units: [(UnitCode, UnitTerms)] = [(.points, UnitTerms())]
  var enrollsUnknownMembers = true
  /// Whether logs are so short that most entries are sealed.
  var sealsOften = false
  /// Whether hardly any of the state stays in memory, and runs are made, merged and rolled back all
  /// the time: that takes ten times as long.
  var flushesOften = false
  /// Whether logs are so short that compactions find something to drop all the time.
  var compactsOften = false
  /// Whether a second ledger gets the posts in batches.
  var postsInBatches = false
  var clock: Instant
}

/// The part of the log that a question is about.
enum Moment: Hashable {
  /// As of an instant, past or future.
  case instant(Instant)
  /// As the ledger knew it at a sequence number, at the highest effective instant up to there.
  case sequence(Int)
  case both(Instant, Int)
}

/// The common interface of the naive model and the engine, so that one can be compared with the
/// other, and the same examples run on both.
protocol LedgerUnderTest: AnyObject {
  func post(_ post: Post, at clock: Instant) throws -> ObservedAnswer
  func postGroup(_ posts: [Post], at clock: Instant) throws -> [ObservedAnswer]
  /// The answers that posting would give; nothing is written.
  func preview(_ posts: [Post], atomic: Bool, at clock: Instant) throws -> [ObservedAnswer]
  func sweep(asOf: Instant, at clock: Instant) throws -> ObservedSweep
  /// The sequence number of the `clock` entry; nil if there is nothing to accept.
  func acceptClock(at clock: Instant) throws -> Int?
  /// Closes and opens again.
  func reopen() throws
  var entryCount: Int { get }
  /// Nil if the member or unit is unknown.
  func balance(of member: MemberIdentifier, unit: UnitCode?, at moment: Moment) throws -> Balance?
  /// In order of consumption.
  func lots(of member: MemberIdentifier, unit: UnitCode?, at moment: Moment) throws
    -> [ObservedLot]?
  func balances(at moment: Moment) throws -> [ObservedAccount]
  func entries(from start: Int) throws -> [ObservedEntry]
}

/// A ledger that is kept in files.
protocol StoredLedger: LedgerUnderTest {
  /// Drops the entries before an instant, as far as blocks and what is open allow.
  func compact(before: Instant, discards: Bool, at clock: Instant) throws -> ObservedCompaction
  func erase(_ member: MemberIdentifier, at clock: Instant) throws -> ObservedErasure
  /// What is wrong with its files; nil if nothing is wrong.
  func damage() throws -> String?
  /// The ledger joined with its archives, as far as there are any, and its first entry; nil if there
  /// are none.
  func restored() throws -> (ledger: any LedgerUnderTest, first: Int)?
}
