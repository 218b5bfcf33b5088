package import LedgerStorage

extension Ledger {
  /// When an answer may be given.
  public enum Durability: Sendable {
    /// When the entry has reached the medium.
    case synced
    /// When the operating system has it: for imports. `sync` and `close` make it durable.
    case buffered
  }

  /// When ended logs are sealed.
  package enum Sealing: Sendable {
    /// On a thread of its own.
    case background
    /// By whoever posts, before the answer: the same calls in the same order every time, for tests.
    case inline
    case never
  }

  /// How a ledger is opened.
  public struct Options: Sendable {
    public var durability = Durability.synced
    public var clock: any LedgerClock = SystemClock()
    /// For identities and keys.
    public var entropy: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    /// Whether `opening`, `earn` and a positive `adjust` enrol an unknown member.
    public var enrollsUnknownMembers = true
    /// Whether a tail of the log that cannot be told from rot is given up: it goes to quarantine.
    public var acceptsTail = false
    package var sealing = Sealing.background
    package var fileSystem: any FileSystem = PosixFileSystem()
    package var limits = LogLimits()

    public init() {}

    /// Makes logs end, and be sealed, after so many bytes already, with entries of at most half of
    /// that in one write: for tests.
    package mutating func limitLogs(toBytes count: Int) {
      limits = LogLimits(
        bodyBytes: count / 2, logBytes: count, initialBytes: count, growthBytes: count)
    }
  }
}
