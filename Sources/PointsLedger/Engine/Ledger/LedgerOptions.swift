package import LedgerStorage

extension Ledger {
  /// When an answer may be given.
  public enum Durability: Sendable {
    /// When the entry has reached the medium.
    case synced
    /// When the operating system has it: for imports. `sync` and `close` make it durable.
    case buffered
  }

  /// When ended logs are sealed, and runs merged.
  package enum Sealing: Sendable {
    /// On a thread of its own.
    case background
    /// By whoever posts, before the answer: the same calls in the same order every time, for tests.
    case inline
    case never
  }

  /// When the runs are asked for what a batch will look at.
  package enum LookingAhead: Sendable {
    /// Where that is much, on a thread of its own while the posts before are decided.
    case background
    /// Once something is not in memory, for all that follows at once: for tests.
    case inline
    /// When it is looked at.
    case never
  }

  /// How a ledger is opened.
  public struct Options: Sendable {
    public var durability = Durability.synced
    public var clock: any LedgerClock = SystemClock()
    /// How far the clock may lie ahead of the last `posted` before posts are refused with
    /// `clockWentAhead`, until it is set or accepted. By default 180 days; nil: any distance.
    public var maximumClockLead: Duration? = .seconds(180 * 86_400)
    /// For identities and keys.
    public var entropy: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    /// Whether `opening`, `earn` and a positive `adjust` enrol an unknown member.
    public var enrollsUnknownMembers = true
    /// Whether a tail of the log that cannot be told from rot is given up: it goes to quarantine.
    public var acceptsTail = false
    /// How much memory the state may take, about, in bytes: what was touched last stays there, all
    /// else is read from the index. Balances that were told lately may take as much again. Nil: 16 MiB,
    /// and 128 MiB for `buffered` ledgers.
    public var memory: Int?
    /// How many sealed blocks, of 1,024 entries each, stay in memory after single entries of them were
    /// asked for; 1 or more.
    package var cachedBlocks = 32
    package var sealing = Sealing.background
    /// Whether the state is flushed in runs; else all of it stays in memory.
    package var keepsRuns = true
    /// Other than that of the format in tests alone.
    package var flushInterval = FlushPolicy.formatInterval
    /// Whether runs are made beside posting; nil: long ones are, where sealing is in the background.
    package var flushesInBackground: Bool?
    /// Nil: in the background, where sealing is there.
    package var prefetchesInBackground: LookingAhead?
    /// How many posts of a batch are looked ahead at together.
    package var prefetchDistance = LedgerState.prefetchDistance
    package var fileSystem: any FileSystem = PosixFileSystem()
    package var limits = LogLimits()

    public init() {}

    /// How many accounts may stay in memory: with their lots they take about a kilobyte each.
    var residentAccounts: Int { max(4, stateMemory >> 10) }

    /// Of how many members it may be remembered what was told: that takes a quarter of a kilobyte each.
    var balanceCache: Int { max(4, stateMemory >> 8) }

    /// How much memory what was found lately by name may take.
    var hintBytes: Int { stateMemory >> 3 }

    private var stateMemory: Int {
      memory ?? (durability == .synced ? 16 << 20 : 128 << 20)
    }

    /// Runs of this many entries or more are files before the ledger is closed. A till leaves few
    /// entries to replay for whoever reads beside it; an import writes less, if it has the two
    /// megabytes for runs in memory.
    var runFileLength: UInt64 {
      durability == .synced || memory ?? .max < 4 << 20 ? 1 : flushInterval << 6
    }

    /// A closing ledger leaves fewer entries than this to be replayed when it is opened. It makes no
    /// shorter runs: a short one costs who opens the ledger about as much as its entries.
    var shortestClosingRun: UInt64 { max(1, flushInterval >> 3) }

    var makesRunsApart: Bool {
      flushesInBackground ?? (sealing == .background && runFileLength > flushInterval)
    }

    var prefetchesAhead: LookingAhead {
      prefetchesInBackground ?? (sealing == .background ? .background : .never)
    }

    /// Makes logs end, and be sealed, after so many bytes already, with entries of at most half of
    /// that in one write: for tests.
    package mutating func limitLogs(toBytes count: Int) {
      limits = LogLimits(
        bodyBytes: count / 2, logBytes: count, initialBytes: count, growthBytes: count)
    }
  }
}
