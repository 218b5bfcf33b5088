import Testing

@testable import PointsLedger

@Suite("Invariant 1: an account's lots are what it has, and its roll-forward closes")
struct Invariant01Tests {
  @Test("after every step, lots add up to available, pending and held at every instant")
  func lotsAddUp() throws {
    let shop = try FullSession.shop()
    try FullSession().run(on: shop.ledger, shop.clock) { _, _ in
      try expectSound(shop.ledger, asOf: [shop.clock.now()])
    }
    try expectSound(shop.ledger, asOf: Picture.instants(of: shop.ledger))
  }

  @Test("opening and what came in, less what went out, is the closing balance of any span")
  func rollForwardCloses() throws {
    let shop = try FullSession.finished()
    let all = try shop.entries()
    for account in try shop.ledger.balances() {
      let first = try #require(
        all.last { $0.post.member == account.member && $0.post.unit ?? .points == account.unit })
      // The account's own chain, whatever member was named.
      var chain: [Entry] = []
      var next: Entry? = first
      while let entry = next {
        chain.append(entry)
        next = try entry.previous.flatMap { try shop.ledger.entry(at: $0) }
      }
      chain.reverse()
      for start in chain.indices {
        let opening = start == 0 ? 0 : chain[start - 1].balanceAfter?.minorUnits ?? 0
        for end in start..<chain.count {
          let span = RollForward(openingBalance: opening, chain[start...end])
          #expect(span.closing == chain[end].balanceAfter?.minorUnits, "\(account.member)")
        }
      }
      #expect(chain.last?.balanceAfter?.minorUnits == account.balance.net)
    }
  }

  @Test("lifetime sums follow from the entries")
  func lifetime() throws {
    let shop = try Shop()
    try shop.accept(.opening(40, for: .anna, reference: .named("o"), expires: .day(2)))
    try shop.accept(.earn(100, for: .anna, reference: .named("e")))
    try shop.accept(.adjust(9, of: .anna, reference: .named("a")))
    try shop.accept(.redeem(30, from: .anna, reference: .named("r")))
    try shop.accept(.hold(50, of: .anna, until: .day(1), reference: .named("h")))
    try shop.accept(.capture(20, of: .named("h"), for: .anna, reference: .named("c")))
    #expect(try shop.balance(.anna).lifetime == [140, 50, 0])
    try shop.accept(.reverse(5, of: .named("r"), for: .anna, reference: .named("v1")))
    try shop.accept(.reverse(10, of: .named("e"), for: .anna, reference: .named("v2")))
    #expect(try shop.balance(.anna).lifetime == [130, 45, 0])
    // The opening's lot: 40 less 30 redeemed, 10 captured, 5 restored.
    #expect(try shop.balance(.anna, asOf: .day(2)).lifetime == [130, 45, 5])
    #expect(try shop.split(.anna, asOf: .day(2)) == [89, 0, 0, 0])
  }
}
