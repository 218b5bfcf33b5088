import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct ReaderTests {
  @Test func `a reader follows a writer to what is durable, across logs, and changes nothing`()
    throws
  {
    let system = SimulatedFileSystem(seed: 21)
    let writer = try Session.create(in: system)
    let reader = try Session.open(in: system, .reading)
    #expect(reader.recovery.verdict == .beingWritten && reader.nextSequence == 0)
    for round in 0..<80 {
      try writer.reserve()
      try Session.append(to: writer)
      if round % 4 != 3 { try writer.sync() }
      let before = reader.nextSequence
      let changes = system.mutatingCallCount
      system.setRefusesWrites(true)
      #expect(try reader.refresh() == (writer.durableSequence > before))
      #expect(reader.nextSequence == writer.durableSequence)
      if round % 10 == 0 {
        #expect(try Session.check(reader) == writer.durableSequence)
        let other = try Session.open(in: system, .reading)
        #expect(try Session.check(other) == writer.durableSequence)
        #expect(other.lastClock == reader.lastClock)
        #expect(
          try !LogStore.inspect(at: Session.path, in: system).problems.contains {
            $0.severity == .error
          })
      }
      system.setRefusesWrites(false)
      #expect(system.mutatingCallCount == changes)
      #expect(try reader.frame(containing: reader.nextSequence) == nil)
      if reader.nextSequence > 0 {
        #expect(try reader.frame(containing: reader.nextSequence - 1) != nil)
      }
    }
    try writer.close()
    #expect(try reader.refresh())
    #expect(try Session.check(reader) == writer.nextSequence)
    #expect(try !reader.refresh())
    try reader.close()
  }

  @Test func `without a writer, a reader sees what a killed one left`() throws {
    let system = SimulatedFileSystem(seed: 22)
    var writer: LogStore? = try Session.create(in: system)
    for _ in 0..<7 { if let writer { try Session.append(to: writer) } }
    let reader = try Session.open(in: system, .reading)
    #expect(reader.nextSequence == 0)
    let end = writer?.nextSequence
    writer = nil
    #expect(try reader.refresh())
    #expect(reader.nextSequence == end)
    #expect(try Session.check(Session.open(in: system, .reading)) == end)
  }

  @Test func `a replay can begin and stop anywhere`() throws {
    let system = SimulatedFileSystem(seed: 23)
    let store = try Session.create(in: system)
    for _ in 0..<40 { try Session.append(to: store) }
    let reader = store
    for start in 0...store.nextSequence {
      var seen: [Range<UInt64>] = []
      try reader.replay(from: start) { info, _ in
        seen.append(info.sequences)
        return seen.count < 3
      }
      if start == store.nextSequence {
        #expect(seen.isEmpty)
      } else {
        #expect(seen.first?.contains(start) == true && seen.count <= 3)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
      }
    }
  }

  @Test func `any entry of long logs is found, whatever the frames are like`() throws {
    let system = SimulatedFileSystem(seed: 24)
    let limits = LogLimits(
      bodyBytes: 100_000, logBytes: 400_000, initialBytes: 110_000, growthBytes: 100_000)
    let writer = try Session.create(in: system, limits: limits)
    var random = SeededGenerator(seed: 25)
    var frames: [UInt64] = []
    for round in 0..<1_500 {
      if round % 100 == 7 {
        let body = [UInt8](repeating: 1, count: 60_000 + random.index(40_000))
        try writer.append(body: body.rawSpan, entryCount: 50, clock: 0)
      } else {
        frames.append(writer.nextSequence)
        let body = Array("\(writer.nextSequence)".utf8)
        try writer.append(body: body.rawSpan, entryCount: 1, clock: 0)
      }
    }
    try writer.sync()
    let reader = try Session.open(in: system, .reading)
    for store in [writer, reader] {
      for _ in 0..<400 {
        let sequence = frames[random.index(frames.count)]
        #expect(try store.frame(containing: sequence)?.body == Array("\(sequence)".utf8))
        let any = random.next() % store.nextSequence
        #expect(try store.frame(containing: any)?.info.sequences.contains(any) == true)
      }
    }
  }

  struct Stop: Error {}

  @Test func `a visitor's own error comes out as it is`() throws {
    let store = try Session.create(in: SimulatedFileSystem())
    try Session.append(to: store)
    #expect(throws: Stop.self) {
      try store.replay(from: 0, failing: { _ in Stop() }, { (_, _) throws(Stop) in throw Stop() })
    }
  }
}
