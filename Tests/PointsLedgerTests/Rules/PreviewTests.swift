import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("A dry run answers what posting then answers, and changes nothing")
struct PreviewTests {
  /// The content of an answer; `posted` and `duplicate` are distinguished. A refusal has no
  /// sequence number in a preview, which writes none.
  private func full(_ answer: Answer) -> String {
    guard case .refused(let refusal) = answer else { return "\(answer.name) \(line(answer))" }
    return "\(refusal.code) \(refusal.isRepeated)"
  }

  @Test("each step of a session, previewed and then posted")
  func session() throws {
    let shop = try FullSession.shop()
    for (clock, step) in FullSession().steps {
      shop.at(clock)
      switch step {
      case .post(let post): try check(shop, [post], isGroup: false)
      case .group(let posts): try check(shop, posts, isGroup: true)
      case .sweep: _ = try shop.ledger.sweep()
      }
    }
    #expect(try shop.ledger.stateDigest() == FullSession.finished().ledger.stateDigest())
    #expect(shop.verify().problems == [])
  }

  @Test("random posts, alone, in batches and in groups")
  func random() throws {
    let seed = UInt64.random(in: 0...1_000_000)
    let shop = try Shop(FullSession.units[0].terms, more: Array(FullSession.units.dropFirst()))
    try RandomSession(seed: seed).run(on: shop, steps: 200) { shop, posts, isGroup in
      try check(shop, posts, isGroup: isGroup, "seed \(seed)")
    }
    #expect(shop.verify().problems == [], "seed \(seed)")
  }

  private func check(
    _ shop: Shop, _ posts: [Post], isGroup: Bool, _ comment: Comment = ""
  ) throws {
    let next = shop.ledger.nextSequence
    let digest = try shop.ledger.stateDigest()
    let calls = shop.system.mutatingCallCount
    let previewed =
      try isGroup
      ? shop.ledger.preview(atomically: posts) : shop.ledger.preview(each: posts)
    #expect(try shop.ledger.stateDigest() == digest, comment)
    #expect(shop.ledger.nextSequence == next && shop.system.mutatingCallCount == calls, comment)
    let posted =
      isGroup ? try shop.ledger.post(atomically: posts) : try shop.ledger.post(each: posts)
    try #require(previewed.map(full) == posted.map(full), comment)
  }

  @Test("posts that build on each other within one preview: a new member, its points, a retry")
  func buildingOnEachOther() throws {
    let shop = try Shop()
    let posts: [Post] = [
      .earn(50, for: .anna, reference: .named("e")),
      .link(.named("anna-2"), to: .anna, reference: .named("l")),
      .redeem(20, from: .named("anna-2"), reference: .named("r")),
      .reverse(5, of: .named("r"), for: .anna, reference: .named("v")),
      .redeem(20, from: .anna, reference: .named("r")),
      .redeem(99, from: .anna, reference: .named("no")),
      .redeem(99, from: .anna, reference: .named("no")),
      .unit(.stamps, terms: UnitTerms(), reference: .named("u")),
      .earn(1, for: .anna, reference: .named("s"), unit: .stamps),
    ]
    try check(shop, posts, isGroup: false)
    #expect(try shop.split(.anna) == [35, 0, 0, 0])
  }

  @Test("what the clock forbids now, a preview says too")
  func unable() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e")))
    let post = Post.redeem(1, from: .anna, reference: .named("r"))
    shop.at(Instant.day(-1).before)
    #expect(try shop.ledger.preview(post).name == "clockWentBack")
    #expect(try shop.post(post).name == "clockWentBack")
  }
}
