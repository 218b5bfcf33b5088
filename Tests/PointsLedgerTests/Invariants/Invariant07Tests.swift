import Testing

@testable import PointsLedger

@Suite(
  "Invariant 7: a restore goes back to the same lots, and what is forfeited is booked as expired")
struct Invariant07Tests {
  @Test("in parts, the last taken comes back first: what stays is what a smaller debit would take")
  func sameLots() throws {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e1"), expires: .day(5)))
    try shop.accept(.earn(30, for: .anna, reference: .named("e2"), expires: .day(9)))
    try shop.accept(.earn(30, for: .anna, reference: .named("e3")))
    try shop.accept(.redeem(80, from: .anna, reference: .named("r")))
    #expect(try shop.lots(.anna) == ["e3 10"])
    try shop.accept(.reverse(35, of: .named("r"), for: .anna, reference: .named("v1")))
    #expect(try shop.lots(.anna) == ["e2 15", "e3 30"])
    try shop.accept(.reverse(of: .named("r"), for: .anna, reference: .named("v2")))
    #expect(try shop.lots(.anna) == ["e1 30", "e2 30", "e3 30"])
    // With their expiry: no lot lives longer because it was spent in between.
    #expect(try shop.split(.anna, asOf: .day(5)) == [60, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: .day(9)) == [30, 0, 0, 0])
  }

  @Test("what falls to a dead lot expires at once, in an entry of its own")
  func forfeited() throws {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e1"), expires: .day(5)))
    try shop.accept(.earn(30, for: .anna, reference: .named("e2")))
    try shop.accept(.redeem(40, from: .anna, reference: .named("r")))
    let reversal = try shop.at(.day(5)).accept(
      .reverse(of: .named("r"), for: .anna, reference: .named("v")))
    #expect(reversal.entry.change == 40)
    #expect(reversal.balance?.split == [30, 0, 0, 0])
    let next = SequenceNumber(reversal.sequence.value + 1)
    let expiry = try #require(try shop.ledger.entry(at: next))
    #expect(expiry.kind == .expire && expiry.change == -30 && expiry.effective == .day(5))
    #expect(try shop.balance(.anna).lifetime == [60, 0, 30])
  }

  @Test("grace: what would be forfeited lives so many days more, and keeps its origin")
  func grace() throws {
    let shop = try Shop(UnitTerms(restore: .grace(days: 3)))
    let origin = try shop.accept(
      .earn(30, for: .anna, reference: .named("e1"), expires: .day(5))
    ).sequence
    try shop.accept(.earn(30, for: .anna, reference: .named("e2"), expires: .day(20)))
    try shop.accept(.redeem(40, from: .anna, reference: .named("r")))
    try shop.at(.day(6)).accept(.reverse(of: .named("r"), for: .anna, reference: .named("v")))
    let lots = try shop.ledger.lots(of: .anna)
    #expect(lots.map(\.remaining) == [30, 30])
    #expect(lots[0].origin == origin && lots[0].expires == .day(9))
    // The live lot just got its points back.
    #expect(lots[1].originReference == .named("e2") && lots[1].expires == .day(20))
    #expect(try shop.split(.anna, asOf: Instant.day(9).before) == [60, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: .day(9)) == [30, 0, 0, 0])
  }

  @Test("reissue: what would be forfeited is a new lot of the reversal")
  func reissue() throws {
    let shop = try Shop(UnitTerms(restore: .reissue(days: 3)))
    try shop.accept(.earn(30, for: .anna, reference: .named("e1"), expires: .day(5)))
    try shop.accept(.hold(30, of: .anna, until: .day(9), reference: .named("h")))
    // A lot that is held cannot expire; captured and refunded, it is reissued.
    try shop.at(.day(6)).accept(.capture(of: .named("h"), for: .anna, reference: .named("c")))
    let reversal = try shop.at(.day(7)).accept(
      .reverse(20, of: .named("c"), for: .anna, reference: .named("v")))
    let lot = try #require(try shop.ledger.lots(of: .anna).first)
    #expect(lot.origin == reversal.sequence && lot.remaining == 20 && lot.expires == .day(10))
    #expect(lot.activates == .day(7))
  }

  @Test("an extended lot gets its points back with the extended expiry")
  func extended() throws {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e"), expires: .day(5)))
    try shop.accept(.redeem(20, from: .anna, reference: .named("r1")))
    try shop.accept(.extend(.named("e"), of: .anna, to: .day(9), reference: .named("x")))
    try shop.accept(.redeem(10, from: .anna, reference: .named("r2")))
    for redeem in ["r1", "r2"] {
      try shop.at(.day(6)).accept(
        .reverse(of: .named(redeem), for: .anna, reference: .named("v \(redeem)")))
    }
    #expect(try shop.lots(.anna) == ["e 30"])
    #expect(try shop.split(.anna, asOf: Instant.day(9).before) == [30, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: .day(9)) == [0, 0, 0, 0])
  }

  @Test("after a merge, the survivor gets back what the ended member spent")
  func afterMerge() throws {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e"), expires: .day(5)))
    try shop.accept(.redeem(20, from: .anna, reference: .named("r")))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    try shop.accept(.merge(.anna, into: .ben, reference: .named("m")))
    try shop.accept(.reverse(of: .named("r"), for: .ben, reference: .named("v")))
    #expect(try shop.lots(.ben) == ["e 30"])
    #expect(try shop.split(.ben, asOf: .day(5)) == [0, 0, 0, 0])
  }
}
