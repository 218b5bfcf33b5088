import LedgerTestSupport
import Testing

@testable import LedgerStorage

@Suite struct SealReaderTests {
  @Test func `readers beside a sealing writer see what is durable, whenever they look`() throws {
    let system = SimulatedFileSystem(seed: 41)
    let writer = try Session.create(in: system)
    // One refreshes all the time, one now and then, one never again.
    let readers = try (0..<3).map { _ in try Session.open(in: system, .reading) }
    var columns: SegmentWriter?
    for round in 0..<150 {
      try writer.reserve()
      try Session.append(to: writer)
      if round % 4 != 3 { try writer.sync() }
      if round % 6 == 1 { columns = try Sealing.begin(in: writer) }
      if round % 6 == 4, let columns { try Sealing.install(columns, in: writer) }
      let changes = system.mutatingCallCount
      system.setRefusesWrites(true)
      for (index, every) in [1, 37, 1000].enumerated() {
        let reader = readers[index]
        if round % every == every - 1 {
          _ = try reader.refresh()
          #expect(reader.nextSequence == writer.durableSequence)
          #expect(reader.sealedSequence == writer.sealedSequence)
        }
        #expect(try Session.check(reader) == reader.nextSequence)
        if reader.nextSequence > 0 {
          let any = UInt64(round * 7919) % reader.nextSequence
          #expect(try reader.entries(containing: any) != nil)
        }
      }
      if round % 10 == 0 {
        let other = try Session.open(in: system, .reading)
        #expect(try Session.check(other) == writer.durableSequence)
        #expect(other.lastClock == readers[0].lastClock)
        let problems = try LogStore.inspect(at: Session.path, in: system).problems
        #expect(!problems.contains { $0.severity == .error })
      }
      system.setRefusesWrites(false)
      #expect(system.mutatingCallCount == changes)
    }
    #expect(writer.view.withLock { $0.segments.count } > 10)
    #expect(try Session.check(writer) == writer.nextSequence)
    try writer.close()
    for reader in readers {
      _ = try reader.refresh()
      #expect(try Session.check(reader) == writer.nextSequence)
    }
  }

  @Test func `a replay that has begun is not disturbed by sealing`() throws {
    let system = SimulatedFileSystem(seed: 42)
    let store = try Session.create(in: system)
    for _ in 0..<60 { try Session.append(to: store) }
    #expect(try Sealing.sealNext(in: store))
    let end = store.nextSequence
    var next = store.sealedSequence
    var sealed = false
    try store.replay(from: next) { info, _ in
      #expect(info.firstSequence == next)
      next = info.sequences.upperBound
      if !sealed {
        sealed = true
        do { try Sealing.sealAll(in: store) } catch { Issue.record(error) }
      }
      return true
    }
    #expect(next == end && store.nextToSeal() == nil)
    #expect(try Session.check(store) == end)
  }

  @Test func `posting and rotation go on while sealed files are written`() throws {
    let system = SimulatedFileSystem(seed: 45)
    let slot = Locked<LogStore?>(nil)
    let posted = Locked(0)
    let hooked = HookedFileSystem(base: system) { path in
      guard path.contains("/seg-") || path.contains("/text-") || path.contains("/chain-"),
        let store = slot.withLock({ $0 })
      else { return }
      // This runs on the same thread: any lock that the seal still held would block for ever.
      do {
        for _ in 0..<10 {
          try store.reserve()
          try Session.append(to: store)
        }
        try store.sync()
        posted.withLock { $0 += 1 }
        #expect(try Session.check(store) == store.nextSequence)
      } catch { Issue.record(error) }
    }
    let store = try Session.create(in: hooked)
    for _ in 0..<30 { try Session.append(to: store) }
    slot.withLock { $0 = store }
    let generation = store.view.withLock { $0.manifest.generation }
    for _ in 0..<3 { #expect(try Sealing.sealNext(in: store)) }
    slot.withLock { $0 = nil }
    #expect(posted.withLock { $0 } == 18)
    #expect(store.view.withLock { $0.manifest.generation } > generation + 6)
    #expect(try Session.check(store) == store.nextSequence)
    try store.close()
    let again = try Session.open(in: system)
    #expect(try Session.check(again) == store.nextSequence)
    try again.close()
    #expect(try LogStore.inspect(at: Session.path, in: system).problems.isEmpty)
  }

  @Test func `the last clock is known where all that was posted is sealed`() throws {
    let system = SimulatedFileSystem(seed: 43)
    let store = try Session.create(in: system)
    while store.nextToSeal() == nil {
      try store.reserve()
      try Session.append(to: store)
      // After the last frame that fits, so that the new log is empty.
      try store.reserve()
    }
    try Sealing.sealAll(in: store)
    let clock = store.lastClock
    #expect(clock != nil && store.sealedSequence == store.nextSequence)
    let reader = try Session.open(in: system, .reading)
    #expect(reader.lastClock == clock)
    try store.close()
    let again = try Session.open(in: system)
    #expect(again.lastClock == clock)
    try Session.append(to: again)
    #expect(try Session.check(again) == again.nextSequence)
  }

  @Test func `logs without an entry are sealed with the next that has some`() throws {
    let system = SimulatedFileSystem(seed: 44)
    let limits = LogLimits(bodyBytes: 1400, logBytes: 0, initialBytes: 0, growthBytes: 512)
    try Session.create(in: system, limits: limits).close()
    var store = try Session.open(in: system, limits: limits)
    try store.reserve()
    #expect(store.nextSequence == 0 && store.nextToSeal() == nil)
    #expect(store.view.withLock { $0.ended.count } == 1)
    try store.close()
    store = try Session.open(in: system, limits: limits)
    for _ in 0..<4 {
      try store.reserve()
      try Session.append(to: store)
    }
    try Sealing.sealAll(in: store)
    #expect(store.view.withLock { $0.ended.count } == 0 && store.sealedSequence > 0)
    #expect(try Session.check(store) == store.nextSequence)
    try store.close()
    #expect(try LogStore.inspect(at: Session.path, in: system).problems.isEmpty)
  }

  @Test func `sealing, posting and reading go on at once, on threads`() async throws {
    let scratch = try TestDirectory()
    let path = "\(scratch.path)/ledger"
    let writer = try Session.create(in: PosixFileSystem(), at: path)
    let isDone = Locked(false)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        while !isDone.withLock({ $0 }) {
          _ = try Sealing.sealNext(in: writer)
          await Task.yield()
        }
        try Sealing.sealAll(in: writer)
      }
      group.addTask {
        let reader = try Session.open(in: PosixFileSystem(), at: path, .reading)
        while !isDone.withLock({ $0 }) {
          _ = try reader.refresh()
          #expect(try Session.check(reader) == reader.nextSequence)
          let other = try Session.open(in: PosixFileSystem(), at: path, .reading)
          #expect(try Session.check(other) >= reader.nextSequence)
          let any = UInt64.random(in: 0...writer.nextSequence)
          _ = try writer.entries(containing: any)
          await Task.yield()
        }
      }
      group.addTask {
        defer { isDone.withLock { $0 = true } }
        for _ in 0..<200 {
          try writer.reserve()
          try Session.append(to: writer)
          try writer.sync()
          await Task.yield()
        }
      }
      try await group.waitForAll()
    }
    #expect(writer.nextToSeal() == nil)
    #expect(try Session.check(writer) == writer.nextSequence)
    try writer.close()
    #expect(try LogStore.inspect(at: path, in: PosixFileSystem()).problems.isEmpty)
  }
}
