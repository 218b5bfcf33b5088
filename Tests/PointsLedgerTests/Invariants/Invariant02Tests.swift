import Testing

@testable import PointsLedger

@Suite("Invariant 2: what a credit issued is left, or went where its uses say")
struct Invariant02Tests {
  /// The current remainder of each credit on any account.
  private func remainders(_ ledger: Ledger) throws -> [SequenceNumber: Int64] {
    var sums: [SequenceNumber: Int64] = [:]
    for account in try ledger.balances() {
      for lot in try ledger.lots(of: account.member, unit: account.unit) {
        sums[lot.origin, default: 0] += lot.remaining.minorUnits
      }
    }
    return sums
  }

  @Test("issued = remaining + what its uses took, for every credit of a session, after every step")
  func usesAddUp() throws {
    let shop = try FullSession.shop()
    try FullSession().run(on: shop.ledger, shop.clock) { index, _ in
      // The clock's work must be booked for its uses to be known.
      _ = try shop.ledger.sweep()
      try check(shop.ledger, "after step \(index)")
    }
  }

  @Test("the same at the end of random sessions, which also are sound at every instant")
  func randomSessions() throws {
    let start = UInt64.random(in: 0...1_000_000)
    for seed in start..<start + 5 {
      let shop = try FullSession.shop()
      try RandomSession(seed: seed).run(on: shop, steps: 150)
      // Some posts have occurred a little ahead of the clock.
      let end = shop.clock.now().milliseconds + 43_200_000
      _ = try shop.at(Instant(clamping: end)).ledger.sweep()
      try check(shop.ledger, "seed \(seed)")
      try expectSound(shop.ledger, asOf: Picture.instants(of: shop.ledger).suffix(60))
      #expect(shop.verify().problems == [], "seed \(seed)")
    }
  }

  /// Every point of every credit is somewhere; the clock's work must be booked.
  private func check(_ ledger: Ledger, _ comment: String) throws {
    let remaining = try remainders(ledger)
    var credits: [Entry] = []
    try ledger.forEachEntry { entry in
      let isCredit = [.opening, .earn, .adjust].contains(entry.kind) && entry.change > .zero
      if isCredit { credits.append(entry) }
      return true
    }
    for entry in credits {
      let gone = try ledger.uses(of: entry.sequence).reduce(0) { $0 + $1.points.minorUnits }
      try #require(
        entry.amount.minorUnits == remaining[entry.sequence, default: 0] + gone,
        "\(entry.post.reference) \(comment)")
    }
  }

  @Test("a hold uses nothing up: only its capture does")
  func holdIsNoUse() throws {
    let shop = try Shop()
    let earned = try shop.accept(.earn(100, for: .anna, reference: .named("e"))).sequence
    try shop.accept(.hold(60, of: .anna, until: .day(1), reference: .named("h")))
    #expect(try shop.ledger.uses(of: earned).reduce(0) { $0 + $1.points.minorUnits } == 0)
    try shop.accept(.capture(25, of: .named("h"), for: .anna, reference: .named("c")))
    #expect(try shop.ledger.uses(of: earned).reduce(0) { $0 + $1.points.minorUnits } == 25)
  }

  @Test("a reissued lot's uses begin with its making")
  func reissued() throws {
    let shop = try Shop(UnitTerms(restore: .reissue(days: 10)))
    try shop.accept(.earn(100, for: .anna, reference: .named("e"), expires: .day(1)))
    try shop.accept(.redeem(40, from: .anna, reference: .named("r")))
    let reversal = try shop.at(.day(2)).accept(
      .reverse(of: .named("r"), for: .anna, reference: .named("v"))
    ).sequence
    try shop.accept(.redeem(15, from: .anna, reference: .named("r2")))
    let uses = try shop.ledger.uses(of: reversal)
    #expect(uses.map(\.points) == [15])
    #expect(try shop.lots(.anna) == ["v 25"])
  }
}
