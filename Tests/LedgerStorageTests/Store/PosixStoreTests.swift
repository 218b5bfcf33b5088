import Glibc
import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct PosixStoreTests {
  private let system = PosixFileSystem()

  @Test func `a ledger lives through sessions, with one writer at a time`() throws {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/ledger"
    let writer = try Session.create(in: system, at: path)
    for _ in 0..<40 {
      try writer.reserve()
      try Session.append(to: writer)
      try writer.sync()
    }
    let error = #expect(throws: StorageError.self) { try Session.open(in: system, at: path) }
    #expect(error?.category == .locked)
    let reader = try Session.open(in: system, at: path, .reading)
    #expect(reader.recovery.verdict == .beingWritten)
    #expect(try Session.check(reader) == writer.nextSequence)
    try writer.close()
    let again = try Session.open(in: system, at: path)
    #expect(again.recovery.endsWithClose && again.recovery.rewrittenByteCount == 0)
    #expect(try Session.check(again) == writer.nextSequence)
    try again.close()
    #expect(try LogStore.inspect(at: path, in: system).problems.isEmpty)
  }

  @Test func `with the format's own sizes, logs are filled and left`() throws {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/ledger"
    let limits = LogLimits()
    let writer = try Session.create(in: system, at: path, limits: limits)
    let body = [UInt8](repeating: 7, count: limits.bodyBytes)
    for _ in 0..<17 {
      try writer.reserve()
      try writer.append(body: body.rawSpan, entryCount: 1000, clock: 0)
    }
    try writer.close()
    let sizes = try writer.files().filter { $0.name.hasPrefix("log-") }.map(\.bytes)
    #expect(sizes == [8 << 20, 8 << 20, 4 << 20])
    #expect(try LogStore.inspect(at: path, in: system).entryCount == 17_000)
  }

  @Test func `readers beside a writer on other threads see whole frames only`() async throws {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/ledger"
    let writer = try Session.create(in: system, at: path)
    let isDone = Locked(false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          let reader = try Session.open(in: PosixFileSystem(), at: path, .reading)
          var last: UInt64 = 0
          while !isDone.withLock({ $0 }) {
            _ = try reader.refresh()
            #expect(reader.nextSequence >= last)
            last = reader.nextSequence
            #expect(try Session.check(reader) == last)
            let other = try Session.open(in: PosixFileSystem(), at: path, .reading)
            #expect(try Session.check(other) >= last)
            // There may be only as many threads as readers.
            await Task.yield()
            // So does the writer's own store.
            _ = try writer.frame(containing: UInt64.random(in: 0...writer.nextSequence))
          }
        }
      }
      group.addTask {
        defer { isDone.withLock { $0 = true } }
        for _ in 0..<200 {
          try writer.reserve()
          try Session.append(to: writer)
          try writer.sync()
        }
      }
      try await group.waitForAll()
    }
    try writer.close()
  }
}
