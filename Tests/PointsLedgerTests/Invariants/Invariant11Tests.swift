import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Invariant 11: replay reads the log and nothing else")
struct Invariant11Tests {
  @Test("state, replay, reopening, verify and a reader come to one digest")
  func oneDigest() throws {
    let shop = try FullSession.finished()
    let digest = try shop.ledger.stateDigest()
    let balances = try shop.ledger.balances()
    let root = try shop.ledger.info().root
    for _ in 0..<3 {
      // Opened with another clock, and other random keys.
      #expect(try shop.ledger.replay().stateDigest == digest)
      try shop.reopen()
      #expect(try shop.ledger.stateDigest() == digest)
      #expect(try shop.ledger.balances() == balances)
      #expect(try shop.ledger.info().root == root)
    }
    try shop.at(.day(900)).reopen()
    #expect(try shop.ledger.stateDigest() == digest)
    let reader = try Ledger.openForReading(at: Shop.path, options: shop.options)
    #expect(try reader.stateDigest() == digest)
    let report = shop.verify()
    #expect(report.problems == [] && report.stateDigest == digest && report.root == root)
    let quick = Ledger.verify(at: Shop.path, quick: true, options: shop.options)
    #expect(quick.problems == [] && quick.stateDigest == digest && quick.root == root)
  }

  @Test("no `posted` instant and nothing random is in the digest; both are in the root")
  func nothingRandom() throws {
    func run(entropy seed: UInt64, postedLater: Int) throws -> (Digest, Digest) {
      let shop = try FullSession.shop { $0.entropy = SeededGenerator(seed: seed) }
      shop.at(.day(30, postedLater))
      for (clock, step) in FullSession().steps {
        switch step {
        case .post(var post):
          post.occurred = post.occurred ?? clock
          _ = try shop.post(post)
        case .group(let posts):
          _ = try shop.ledger.post(atomically: posts.map { $0.occurring(at: clock) })
        case .sweep: _ = try shop.ledger.sweep(asOf: clock)
        }
      }
      return (try shop.ledger.stateDigest(), try shop.ledger.info().root)
    }
    let first = try run(entropy: 1, postedLater: 0)
    let second = try run(entropy: 2, postedLater: 5)
    let third = try run(entropy: 1, postedLater: 0)
    #expect(first.0 == second.0)
    #expect(first.1 != second.1)
    #expect(first == third)
  }

  @Test("every prefix of the log replays to what the ledger was then")
  func prefixes() throws {
    let shop = try FullSession.shop()
    var known: [(SequenceNumber, Digest)] = []
    try FullSession().run(on: shop.ledger, shop.clock) { _, _ in
      known.append(
        (SequenceNumber(shop.ledger.nextSequence.value - 1), try shop.ledger.stateDigest()))
    }
    for (sequence, digest) in known {
      let replay = try shop.ledger.replay(until: .sequence(sequence))
      #expect(replay.stateDigest == digest, "up to \(sequence)")
      #expect(replay.entries == sequence.value + 1)
    }
    let all = try shop.ledger.replay(until: .sequence(SequenceNumber(.max)))
    #expect(all.entries == shop.ledger.nextSequence.value)
  }

  @Test("the replay up to a transfer has both of its sides")
  func wholeTransfer() throws {
    let shop = try Shop()
    try shop.accept(.earn(10, for: .anna, reference: .named("e")))
    try shop.accept(.enroll(.ben, reference: .named("b")))
    try shop.accept(.transfer(4, from: .anna, to: .ben, reference: .named("t")))
    let replay = try shop.ledger.replay(until: .sequence(SequenceNumber(3)))
    #expect(replay.entries == 5)
    #expect(replay.balances.map(\.balance.available) == [6, 4])
  }

  @Test("posts within one millisecond keep the order in which they were posted")
  func sameInstant() throws {
    let shop = try Shop()
    for index in 0..<5 {
      try shop.accept(.earn(10, for: .anna, reference: .named("e\(index)"), expires: .day(1)))
      try shop.accept(.redeem(7, from: .anna, reference: .named("r\(index)")))
    }
    let digest = try shop.ledger.stateDigest()
    let kinds = try shop.ledger.history(of: .anna).map(\.kind)
    #expect(kinds == (0..<5).flatMap { _ in [EntryKind.redeem, .earn] })
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest)
    #expect(try shop.lots(.anna) == ["e3 5", "e4 10"])
  }
}

extension Post {
  fileprivate func occurring(at instant: Instant) -> Post {
    var post = self
    post.occurred = occurred ?? instant
    return post
  }
}
