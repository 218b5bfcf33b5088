package import LedgerStorage

extension Ledger {
  /// The point at which an answer may be given.
  public enum Durability: Sendable {
    /// After the entry has reached the medium.
    case synced
    /// After the operating system has the entry: for imports. `sync` and `close` make it durable.
    case buffered
  }

  /// When ended logs are sealed and runs are merged.
  package enum Sealing: Sendable {
    /// On a separate thread.
    case background
    /// By the posting thread, before the answer. The same calls then happen in the same order every
    /// time, for tests.
    case inline
    case never
  }

  /// When the values that a batch needs are read from the runs.
  package enum LookingAhead: Sendable {
    /// On a separate thread while the posts before are decided, if there is much to read.
    case background
    /// As soon as one value is not in memory, for all following posts at once: for tests.
    case inline
    /// When the value is needed.
    case never
  }

  /// The options for opening a ledger.
  public struct Options: Sendable {
    public var durability = Durability.synced
    public var clock: any LedgerClock = SystemClock()
    /// How far the clock may lie ahead of the last `posted` before posts are refused with
    /// `clockWentAhead`, until it is set or accepted. By default 180 days; nil: any distance.
    public var maximumClockLead: Duration? = .seconds(180 * 86_400)
    /// Resolves relative dates that name a time zone.
    public var calendar: any LedgerCalendar = UTCCalendar()
    /// The source of random identities and keys.
    public var entropy: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    /// Whether `opening`, `earn` and a positive `adjust` enrol an unknown member.
    public var enrollsUnknownMembers = true
    /// How long opening for writing waits for another writer before it throws `locked`. It blocks
    /// the thread. Opening for reading never waits.
    public var wait = Duration.zero
    /// Whether to give up a tail of the log that may be an unfinished write or corruption. The tail
    /// then goes to quarantine.
    public var acceptsTail = false
    /// When old entries are dropped while the ledger is in use. Nil: never.
    public var compaction: CompactionSchedule?
    /// The approximate memory for the state, in bytes. Recently used values stay in memory; all
    /// others are read from the index. Cached balances may take as much again. Nil: 16 MiB, or 128
    /// MiB for `buffered` ledgers.
    public var memory: Int?
    /// The number of sealed blocks, of 1,024 entries each, that stay in memory after queries for
    /// single entries; 1 or more.
    package var cachedBlocks = 32
    package var sealing = Sealing.background
    /// Whether the state is flushed to runs; otherwise all of it stays in memory.
    package var keepsRuns = true
    /// Only tests deviate from the interval of the format.
    package var flushInterval = FlushPolicy.formatInterval
    /// Whether a separate thread makes runs while posting goes on. Nil: yes for long runs, if
    /// sealing is in the background.
    package var flushesInBackground: Bool?
    /// Nil: in the background if sealing is, otherwise never.
    package var prefetchesInBackground: LookingAhead?
    /// The number of posts of a batch that are prefetched together.
    package var prefetchDistance = LedgerState.prefetchDistance
    package var fileSystem: any FileSystem = PosixFileSystem()
    package var limits = LogLimits()

    public init() {}

    /// The maximum number of accounts in memory. An account with its lots takes about a kilobyte.
    var residentAccounts: Int { max(4, stateMemory >> 10) }

    /// The maximum number of cached balances. Each takes a quarter of a kilobyte.
    var balanceCache: Int { max(4, stateMemory >> 8) }

    /// The maximum memory for hints on names found recently, in bytes.
    var hintBytes: Int { stateMemory >> 3 }

    private var stateMemory: Int {
      memory ?? (durability == .synced ? 16 << 20 : 128 << 20)
    }

    /// The length from which a run becomes a file before the ledger is closed, in entries. A
    /// `synced` ledger writes every run, so that a reader beside it has few entries to replay. A
    /// `buffered` ledger with at least 4 MiB of memory keeps shorter runs in memory, about 2 MiB in
    /// all, and writes less.
    var runFileLength: UInt64 {
      durability == .synced || memory ?? .max < 4 << 20 ? 1 : flushInterval << 6
    }

    /// The length below which closing the ledger makes no run, in entries; fewer than this are left
    /// to replay. At opening, a short run costs about as much as its entries.
    var shortestClosingRun: UInt64 { max(1, flushInterval >> 3) }

    var makesRunsApart: Bool {
      flushesInBackground ?? (sealing == .background && runFileLength > flushInterval)
    }

    var prefetchesAhead: LookingAhead {
      prefetchesInBackground ?? (sealing == .background ? .background : .never)
    }

    /// The options for a replay of all entries: longer runs, and more of the state in memory, than
    /// beside posts.
    var forReplay: Options {
      var options = self
      options.durability = .buffered
      options.memory = memory ?? 96 << 20
      return options
    }

    /// Makes logs end and be sealed after `count` bytes. The entries of one write then take at most
    /// half of that. For tests.
    package mutating func limitLogs(toBytes count: Int) {
      limits = LogLimits(
        bodyBytes: count / 2, logBytes: count, initialBytes: count, growthBytes: count)
    }
  }
}
