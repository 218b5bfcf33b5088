import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct LogStoreTests {
  @Test func `what was appended is read back, across logs and sessions`() throws {
    let system = SimulatedFileSystem()
    let store = try Session.create(in: system)
    #expect(store.nextSequence == 0 && store.lastClock == nil)
    for round in 0..<60 {
      try store.reserve()
      try Session.append(to: store)
      if round % 3 == 0 { try store.sync() }
    }
    let end = store.nextSequence
    #expect(try Session.check(store) == end)
    #expect(store.lastClock.map { $0 < Session.clock(end) } == true)
    #expect(store.durableSequence < end)
    try store.close()

    let again = try Session.open(in: system)
    #expect(again.recovery.verdict == .end && again.recovery.endsWithClose)
    #expect(again.recovery.rewrittenByteCount == 0)
    #expect(try again.files().filter { $0.name.hasPrefix("log-") }.count > 3)
    for _ in 0..<30 { try Session.append(to: again) }
    #expect(try Session.check(again) > end)
    for sequence in (0..<again.nextSequence).reversed() {
      let frame = try #require(try again.frame(containing: sequence))
      #expect(frame.info.sequences.contains(sequence))
      #expect(frame.body == Session.body(frame.info.firstSequence))
    }
    #expect(try again.frame(containing: again.nextSequence) == nil)
    try again.close()
    #expect(try LogStore.inspect(at: Session.path, in: system).problems.isEmpty)
  }
}
