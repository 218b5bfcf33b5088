import Glibc
import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// A ledger without references keeps nothing itself: no descriptor, no thread.
@Suite struct LeakTests {
  /// How a ledger is used, and then dropped.
  enum Use: CaseIterable, Sendable {
    case closed, dropped, droppedAfterPosts, droppedAfterAsync, readerClosed, readerDropped
    case verified, verifiedQuickly, replayed, failed

    func run(_ path: String, _ round: Int) async throws {
      guard self == .droppedAfterAsync else { return try runHere(path, round) }
      let ledger = try await Ledger.open(at: path)
      _ = try await ledger.post(.earn(1, for: .anna, reference: .named("async-\(round)")))
    }

    private func runHere(_ path: String, _ round: Int) throws {
      var options = Ledger.Options()
      options.limitLogs(toBytes: 8 << 10)
      let post = Post.earn(1, for: .anna, reference: .named("\(self)-\(round)"))
      switch self {
      case .closed:
        let ledger = try Ledger.open(at: path, options: options)
        _ = try ledger.post(post)
        try ledger.close()
      case .dropped: _ = try Ledger.open(at: path, options: options)
      case .droppedAfterPosts:
        let ledger = try Ledger.open(at: path, options: options)
        _ = try ledger.post(post)
      case .droppedAfterAsync: break
      case .readerClosed:
        let ledger = try Ledger.openForReading(at: path, options: options)
        _ = try ledger.history(of: .anna)
        try ledger.close()
      case .readerDropped:
        let ledger = try Ledger.openForReading(at: path, options: options)
        _ = try ledger.history(of: .anna)
      case .verified: #expect(Ledger.verify(at: path, options: options).problems == [])
      case .verifiedQuickly:
        #expect(Ledger.verify(at: path, quick: true, options: options).problems == [])
      case .replayed:
        let ledger = try Ledger.openForReading(at: path, options: options)
        _ = try ledger.replay()
      case .failed: #expect(throws: LedgerError.self) { try Ledger.open(at: path + "/nothing") }
      }
    }
  }

  @Test(arguments: Use.allCases)
  func noDescriptorStaysOpenOfALedgerThatWasLetGo(_ use: Use) async throws {
    let directory = try TestDirectory()
    let path = directory.path + "/ledger"
    try Self.fill(path)
    for round in 0..<3 {
      try await use.run(path, round)
      // Its threads may be about to end.
      try await Self.wait { directory.openFiles().isEmpty }
      #expect(directory.openFiles() == [])
    }
  }

  @Test func theThreadsOfALedgerThatWasLetGoEnd() async throws {
    let directory = try TestDirectory()
    let path = directory.path + "/ledger"
    try Self.fill(path)
    weak var queue: CommitPipeline?
    weak var scheduler: MergeScheduler?
    weak var sealer: Sealer?
    weak var store: LogStore?
    do {
      let ledger = try await Ledger.open(at: path)
      _ = try await ledger.post(.earn(1, for: .anna, reference: .named("last")))
      (queue, scheduler, sealer, store) = (
        ledger.pipeline, ledger.scheduler, ledger.sealer, ledger.store
      )
    }
    // A thread keeps the objects that it works for.
    try await Self.wait { queue == nil && scheduler == nil && sealer == nil && store == nil }
    #expect(queue == nil && scheduler == nil && sealer == nil && store == nil)
  }

  /// A ledger with some segments and runs, and entries after them.
  private static func fill(_ path: String) throws {
    var options = Ledger.Options()
    options.limitLogs(toBytes: 8 << 10)
    options.sealing = .inline
    options.flushInterval = 64
    let ledger = try Ledger.create(at: path, options: options)
    for number in 0..<300 {
      _ = try ledger.post(.earn(1, for: .anna, reference: .named("r\(number)")))
    }
    #expect(try ledger.segments().count > 3)
    try ledger.close()
  }

  private static func wait(until isDone: () -> Bool) async throws {
    for _ in 0..<2_000 {
      if isDone() { return }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}
