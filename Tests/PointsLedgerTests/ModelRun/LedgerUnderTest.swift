import PointsLedger

/// How a ledger is made for a run.
struct LedgerSetup {
  var units: [(UnitCode, UnitTerms)] = [(.points, UnitTerms())]
  var enrollsUnknownMembers = true
  /// Whether logs are so short that most entries are sealed.
  var sealsOften = false
  /// Whether hardly anything of the state stays in memory, and runs are made, merged and taken back all
  /// the time: that takes ten times as long.
  var flushesOften = false
  /// Whether a second ledger gets the posts in batches.
  var postsInBatches = false
  var clock: Instant
}

/// Up to where a question is about the log.
enum Moment: Hashable {
  /// As of an instant, past or future.
  case instant(Instant)
  /// As the ledger knew it at a sequence number, as of the highest effective instant up to there.
  case sequence(Int)
  case both(Instant, Int)
}

/// What the naive model and the engine both can do, so that one can be held against the other and
/// the same examples ask both.
protocol LedgerUnderTest: AnyObject {
  func post(_ post: Post, at clock: Instant) throws -> ObservedAnswer
  func postGroup(_ posts: [Post], at clock: Instant) throws -> [ObservedAnswer]
  /// What posting would answer; nothing is written.
  func preview(_ posts: [Post], atomic: Bool, at clock: Instant) throws -> [ObservedAnswer]
  func sweep(asOf: Instant, at clock: Instant) throws -> ObservedSweep
  /// Closes and opens again.
  func reopen() throws
  /// What is wrong with its files; nil: nothing, or it has none.
  func damage() throws -> String?

  var entryCount: Int { get }
  /// Nil if the member or unit is unknown.
  func balance(of member: MemberIdentifier, unit: UnitCode?, at moment: Moment) throws -> Balance?
  /// In order of consumption.
  func lots(of member: MemberIdentifier, unit: UnitCode?, at moment: Moment) throws
    -> [ObservedLot]?
  func balances(at moment: Moment) throws -> [ObservedAccount]
  func entries(from start: Int) throws -> [ObservedEntry]
}
