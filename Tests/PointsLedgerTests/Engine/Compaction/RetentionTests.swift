import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("What a compaction keeps")
struct CompactionRetentionTests {
  private static func shop(_ terms: UnitTerms = UnitTerms(), posts: Int = 1_300) throws -> Shop {
    let shop = try Shop(terms) { $0.sealing = .inline }
    for number in 1..<posts {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)"), expires: .day(400)))
    }
    return shop
  }

  @Test("everything within the longest retention that a unit ever had") func retention() throws {
    let shop = try Self.shop(UnitTerms(retentionDays: 30))
    // A version with a shorter retention shortens nothing, one without a retention neither.
    for (number, days) in [UInt32?.some(2), nil].enumerated() {
      try shop.accept(
        .unit(.points, terms: UnitTerms(retentionDays: days), reference: .named("u\(number)")))
    }
    #expect(shop.ledger.units[0].terms.retentionDays == 30)
    let asked = Instant.day(0, hour: 1_299)
    let now = Instant.day(0, hour: 1_299)
    let kept = try shop.ledger.compact(before: asked, into: .directory("/a"))
    #expect(kept.droppedEntries == 0 && kept.retentionDays == 30)
    #expect(kept.before == now.adding(days: -30))
    let later = try shop.at(.day(90)).ledger.compact(before: asked, into: .directory("/a"))
    #expect(later.droppedEntries == 1_024 && later.retentionDays == nil && later.before == asked)
    #expect(shop.ledger.units[0].terms.retentionDays == 30)
    #expect(shop.verify().problems == [])
  }

  @Test("with nothing to drop nothing happens") func nothing() throws {
    let shop = try Self.shop(posts: 100)
    let digest = try shop.ledger.stateDigest()
    let result = try shop.ledger.compact(before: .day(0, hour: 50), into: .directory("/a"))
    #expect(result.droppedEntries == 0 && result.cut.value == 0 && result.retentionDays == nil)
    #expect(try shop.ledger.stateDigest() == digest)
    #expect(shop.ledger.nextSequence.value == 100)
    #expect(try shop.system.status(of: "/a") == nil)
  }

  @Test("what is due is booked before, so that overdue holds and dead lots keep nothing")
  func booked() throws {
    let shop = try Shop { $0.sealing = .inline }
    try shop.at(.day(0, hour: 1)).accept(
      .earn(9, for: .ben, reference: .named("b1"), expires: .day(3)))
    try shop.accept(.hold(4, of: .ben, until: .day(2), reference: .named("b2")))
    for number in 2..<2_300 {
      try shop.at(.day(0, hour: number)).accept(
        .earn(2, for: .anna, reference: .named("e\(number)")))
    }
    let first = try shop.ledger.compact(before: .day(0, hour: 1_100), into: .directory("/a"))
    #expect(first.droppedEntries == 1_024)
    #expect(try shop.ledger.lots(of: .ben).isEmpty)
    #expect(shop.verify().problems == [])
  }
}
