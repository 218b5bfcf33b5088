import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A clock that jumps by 300 days is refused until it is set or accepted")
struct ClockTests {
  /// 300 days behind the first entry and ahead of it.
  private static let jumps = [-300, 300]

  /// A ledger whose first entries were posted on day 0.
  private static func shop(
    in system: SimulatedFileSystem = SimulatedFileSystem(),
    options configure: (inout Ledger.Options) -> Void = { _ in }
  ) throws -> Shop {
    let shop = try Shop(in: system, options: configure)
    try shop.accept(earn("before"))
    return shop
  }

  private static func earn(_ name: String) -> Post {
    .earn(1, for: .anna, reference: .named(name))
  }

  /// What a post is refused with after the jump.
  private static func code(_ jump: Int) -> RefusalCode {
    jump < 0 ? .clockWentBack : .clockWentAhead
  }

  /// Drops the writer without closing it, and opens what it left.
  private static func shopAfterCrash(
    of shop: Shop, _ mode: SimulatedCrash = .powerCut
  ) throws -> Ledger {
    var options = shop.options
    options.fileSystem = shop.system.afterCrash(mode, seed: 7)
    return try Ledger.open(at: Shop.path, options: options)
  }

  private func thrown(_ body: () throws -> Void) -> LedgerError? {
    do { try body() } catch { return error as? LedgerError }
    return nil
  }

  // MARK: Refusing

  @Test(
    "every way of posting is refused, previews alike; nothing is written", arguments: Self.jumps)
  func everyWay(jump: Int) throws {
    let shop = try Self.shop()
    let (next, code) = (shop.ledger.nextSequence, Self.code(jump))
    shop.at(.day(jump))
    let posts = [Self.earn("a"), Self.earn("b")]
    for answers in [
      [try shop.ledger.post(posts[0])], try shop.ledger.post(each: posts),
      try shop.ledger.post(atomically: posts), [try shop.ledger.preview(posts[0])],
      try shop.ledger.preview(each: posts), try shop.ledger.preview(atomically: posts),
    ] {
      for answer in answers {
        #expect(answer.refusal?.code == code && answer.refusal?.sequence == nil)
      }
    }
    let batch = try shop.postInBatch(posts).others
    #expect(batch.count == 2)
    for case (_, .refused(let found, let isRepeated)) in batch {
      #expect(found == code && !isRepeated)
    }
    for error in [
      thrown { _ = try shop.ledger.sweep() },
      thrown { try shop.ledger.settle(.anna, upTo: .day(0)) },
    ] {
      #expect(error?.code == (jump < 0 ? .clockWentBack : .clockWentAhead))
      let message = error?.message ?? ""
      for part in ["clock LEDGER --accept", "\(Instant.day(0))", "\(Instant.day(jump))"] {
        #expect(message.contains(part))
      }
    }
    #expect(shop.ledger.nextSequence == next)
  }

  @Test("the reference of a refused post is undecided: it is posted once the clock is set")
  func undecided() throws {
    for jump in Self.jumps {
      let shop = try Self.shop()
      #expect(try shop.at(.day(jump)).refuse(Self.earn("a")) == Self.code(jump))
      let entry = try shop.at(.day(1)).accept(Self.earn("a")).entry
      #expect(entry.posted == .day(1))
    }
  }

  @Test("180 days ahead are allowed, a millisecond more is not; 24 hours behind likewise")
  func bounds() throws {
    for (inside, outside) in [
      (Instant.day(180), Instant.day(180, 1)), (.day(-1), Instant.day(-1).before),
    ] {
      let shop = try Self.shop()
      shop.at(outside)
      #expect(try shop.ledger.clockStatus().refusal != nil)
      #expect(try shop.ledger.preview(Self.earn("a")).refusal != nil)
      #expect(try shop.post(Self.earn("a")).refusal != nil)
      shop.at(inside)
      #expect(try shop.ledger.clockStatus().standing == .right)
      #expect(try shop.ledger.acceptClock() == nil)
      try shop.accept(Self.earn("a"))
    }
  }

  @Test("the lead is an option: nil allows any, a day is a day")
  func option() throws {
    let free = try Self.shop { $0.maximumClockLead = nil }
    try free.at(.day(36_500)).accept(Self.earn("a"))
    let strict = try Self.shop { $0.maximumClockLead = .seconds(86_400) }
    #expect(try strict.at(.day(1, 1)).refuse(Self.earn("a")) == .clockWentAhead)
    try strict.at(.day(1)).accept(Self.earn("a"))
  }

  @Test("each post moves the reference: a year in steps of 180 days is posted")
  func steps() throws {
    let shop = try Self.shop()
    for step in 1...3 { try shop.at(.day(step * 180)).accept(Self.earn("s\(step)")) }
    #expect(try shop.at(.day(721)).refuse(Self.earn("s4")) == .clockWentAhead)
  }

  // MARK: Accepting

  @Test("accepted, ahead: the entry names both instants, and `posted` goes on from the clock")
  func acceptedAhead() throws {
    let shop = try Self.shop()
    #expect(try shop.at(.day(300)).refuse(Self.earn("a")) == .clockWentAhead)
    let sequence = try #require(try shop.ledger.acceptClock())
    let entry = try #require(try shop.ledger.entry(at: sequence))
    #expect(entry.kind == .clock && entry.isEngineWritten)
    #expect(entry.occurred == .day(0) && entry.post.activates?.instant == .day(300))
    #expect(entry.posted == .day(300) && entry.effective == .day(0))
    #expect(try shop.ledger.clockStatus().standing == .right)
    #expect(try shop.ledger.acceptClock() == nil)
    #expect(try shop.accept(Self.earn("a")).entry.posted == .day(300))
    #expect(shop.verify().problems == [])
  }

  @Test("accepted, behind: `posted` stands still until the clock has caught up")
  func acceptedBehind() throws {
    let shop = try Self.shop()
    #expect(try shop.at(.day(-300)).refuse(Self.earn("a")) == .clockWentBack)
    let sequence = try #require(try shop.ledger.acceptClock())
    let entry = try #require(try shop.ledger.entry(at: sequence))
    #expect(entry.occurred == .day(0) && entry.post.activates?.instant == .day(-300))
    #expect(entry.posted == .day(0) && entry.effective == .day(0))
    #expect(try shop.ledger.clockStatus().standing == .accepted)
    for day in [-301, -300, -200, -2, 0] {
      #expect(try shop.at(.day(day)).accept(Self.earn("d\(day)")).entry.posted == .day(0))
    }
    #expect(
      try shop.at(Instant.day(-301).before).refuse(Self.earn("z")) == .clockWentBack,
      "further back than what was accepted")
    #expect(try shop.at(.day(0, 1)).accept(Self.earn("e")).entry.posted == .day(0, 1))
    #expect(
      try shop.at(.day(-300)).refuse(Self.earn("f")) == .clockWentBack,
      "the clock had caught up")
    #expect(shop.verify().problems == [])
  }

  @Test("an acceptance outlives the writer, closed or dropped; so does a refusal")
  func reopened() throws {
    for jump in Self.jumps {
      for flushes in [false, true] {
        let shop = try Self.shop {
          if flushes { $0.flushInterval = 1 }
        }
        shop.at(.day(jump))
        let dropped = try Self.shopAfterCrash(of: shop)
        #expect(try dropped.post(Self.earn("a")).refusal?.code == Self.code(jump))
        try shop.reopen()
        #expect(try shop.refuse(Self.earn("a")) == Self.code(jump), "the first post")
        #expect(try shop.ledger.acceptClock() != nil)
        let after = try Self.shopAfterCrash(of: shop)
        #expect(try after.clockStatus().refusal == nil)
        #expect(try after.post(Self.earn("a")).name == "posted")
        try shop.reopen()
        #expect(try shop.ledger.clockStatus().refusal == nil)
        try shop.accept(Self.earn("a"))
        try shop.reopen()
        #expect(try shop.ledger.clockStatus().refusal == nil)
        let reader = try Ledger.openForReading(at: Shop.path, options: shop.options)
        #expect(try reader.clockStatus() == shop.ledger.clockStatus())
        #expect(shop.verify().problems == [])
      }
    }
  }

  @Test(
    "a crash in any call of an acceptance: it holds if it was answered, and else wholly or not",
    arguments: Self.jumps, SimulatedCrash.allCases)
  func crashed(jump: Int, mode: SimulatedCrash) throws {
    let shop = try Self.shop()
    try shop.ledger.close()
    shop.at(.day(jump))
    var held: Set<Bool> = []
    var (call, isOver) = (1, false)
    while !isOver {
      for seed in 0..<4 as Range<UInt64> where !isOver {
        let system = shop.system.copy()
        var options = shop.options
        options.fileSystem = system
        let ledger = try Ledger.open(at: Shop.path, options: options)
        system.crash(inCall: system.callCount() + call, mode)
        let isAccepted = (try? ledger.acceptClock()) != nil
        isOver = !system.hasCrashed
        options.fileSystem = system.afterCrash(mode, seed: seed)
        let next = try Ledger.open(at: Shop.path, options: options)
        let refusal = try next.clockStatus().refusal
        #expect(refusal == nil || !isAccepted, "call \(call), seed \(seed)")
        held.insert(refusal == nil)
        #expect(try next.post(Self.earn("a")).refusal?.code == refusal)
        try next.close()
        #expect(Ledger.verify(at: Shop.path, options: options).problems == [])
      }
      call += 1
    }
    #expect(held == [true, false])
  }

  @Test("what is refused or rolled back does not end an acceptance")
  func rolledBack() throws {
    let shop = try Self.shop()
    try shop.at(.day(-300)).ledger.acceptClock()
    let group = [Self.earn("g1"), .redeem(99, from: .anna, reference: .named("g2"))]
    shop.at(.day(1))
    _ = try shop.ledger.preview(Self.earn("a"))
    _ = try shop.ledger.preview(atomically: group)
    shop.at(.day(-300))
    #expect(try shop.ledger.clockStatus().standing == .accepted)
    try shop.accept(Self.earn("a"))
  }

  @Test("`posted` never goes back, whatever the clock does and is accepted")
  func neverBack() throws {
    let shop = try Self.shop()
    for (turn, day) in [300, 0, 600, 10, 20, 900, 899, -5_000, 901].enumerated() {
      shop.at(.day(day))
      try shop.ledger.acceptClock()
      try shop.accept(Self.earn("t\(turn)"))
    }
    let posted = try shop.entries().map(\.posted)
    #expect(posted == posted.sorted() && posted.last == .day(901))
    let digest = try shop.ledger.stateDigest()
    #expect(try shop.ledger.replay().stateDigest == digest)
    #expect(shop.verify().problems == [] && shop.verify().stateDigest == digest)
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest)
  }

  @Test("a reader tells how the clock stands, and accepts nothing; callers cannot post the kind")
  func readers() throws {
    let shop = try Self.shop()
    shop.at(.day(300))
    let reader = try Ledger.openForReading(at: Shop.path, options: shop.options)
    #expect(try reader.clockStatus().standing == .wentAhead)
    #expect(try reader.post(Self.earn("a")).refusal?.code == .ledgerReadOnly)
    #expect(thrown { try reader.acceptClock() }?.code == .readOnly)
    try shop.at(.day(0)).ledger.sync()
    #expect(
      try shop.refuse(Post(kind: .clock, reference: .named("c")))
        == .malformed(.kindNotPostable(.clock)))
  }

  // MARK: In the middle

  @Test("a clock that jumps between the posts of a run of batches: the rest is refused")
  func betweenBatches() throws {
    for jump in Self.jumps {
      let shop = try Self.shop()
      #expect(try shop.postInBatch([Self.earn("a"), Self.earn("b")]).others.isEmpty)
      shop.at(.day(jump))
      #expect(try shop.postInBatch([Self.earn("b"), Self.earn("c")]).others.count == 2)
      try shop.ledger.acceptClock()
      let answers = try shop.postInBatch([Self.earn("b"), Self.earn("c")]).others
      #expect(answers.count == 1)
      if case .duplicate? = answers.first?.answer {} else { Issue.record("\(answers)") }
    }
  }

  @Test("an import stops where the clock jumped, and goes on when it is run again")
  func inAnImport() throws {
    for jump in Self.jumps {
      for isBooking in [false, true] {
        let shop = try Shop()
        var rows = ["time,kind,member,points,reference,expires"]
        rows += (0..<10).map { "2024-01-01,earn,anna,1,r\($0),2024-01-02" }
        // What the ledger wrote itself is booked where it stands.
        rows.append(isBooking ? "2024-01-02,expire,anna,1,," : "2024-01-01,earn,ben,1,b,")
        rows.append("2024-01-03,earn,anna,1,last,")
        let bytes = Array(rows.joined(separator: "\n").utf8) + [0x0A]
        func run() -> ImportResult {
          var importer = Importer(into: shop.ledger)
          importer.batchSize = 4
          importer.onProgress = { if $0.posted >= 8 { shop.at(.day(jump)) } }
          return importer.run(format: .csv, source: InterchangeReader.source(of: bytes))
        }
        shop.at(.day(3))
        let first = run()
        guard case .unable(let code, let line) = first.end else {
          Issue.record("\(first.end)")
          continue
        }
        #expect(code == Self.code(jump) && (9...12).contains(line))
        #expect(first.posted == line - 2 || isBooking && line == 12)
        try shop.ledger.acceptClock()
        let second = run()
        guard case .finished = second.end else {
          Issue.record("\(second.end)")
          continue
        }
        #expect(first.posted + second.posted == (isBooking ? 11 : 12))
        #expect(second.duplicates == first.posted)
      }
    }
  }

  @Test("a dump with accepted clocks, imported, gives the same state digest; again adds nothing")
  func dumped() throws {
    let shop = try Self.shop()
    try shop.at(.day(100)).accept(.earn(10, for: .anna, reference: .named("a"), expires: .day(500)))
    try shop.at(.day(400)).ledger.acceptClock()
    try shop.accept(.hold(3, of: .anna, until: .day(410), reference: .named("h")))
    try shop.accept(.redeem(2, from: .anna, reference: .named("r")))
    try shop.accept(.earn(5, for: .ben, reference: .named("b")))
    try shop.accept(.redeem(5, from: .ben, reference: .named("s")))
    try shop.at(.day(20)).ledger.acceptClock()
    try shop.accept(.reverse(of: .named("b"), for: .ben, reference: .named("v")))
    let clocks = try shop.entries().filter { $0.kind == .clock }
    #expect(clocks.count == 2)

    for format in InterchangeFormat.allCases {
      var bytes: [UInt8] = []
      var writer = InterchangeWriter(format: format)
      writer.appendHeader(to: &bytes)
      for entry in try shop.entries() { writer.append(entry, scale: 0, to: &bytes) }
      let twin = try Shop()
      twin.at(.day(400))
      try twin.ledger.acceptClock()
      for posted in [7, 0] {
        let result = Importer(into: twin.ledger).run(
          format: format, source: InterchangeReader.source(of: bytes))
        #expect(result.posted == posted && result.refused == 0 && result.engineWritten == 2)
        #expect(try twin.ledger.stateDigest() == shop.ledger.stateDigest())
        #expect(twin.verify().stateDigest == shop.verify().stateDigest)
      }
    }
  }
}
