import Testing

@testable import PointsLedger

@Suite("Invariant 9: expiry is an instant, fixed when the lot is made")
struct Invariant09Tests {
  @Test("a change of policy moves no existing lot")
  func policyChange() throws {
    let shop = try Shop(UnitTerms(inactivityDays: 10))
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.accept(.earn(10, for: .anna, reference: .named("e2"), expires: .day(4)))
    let before = try shop.ledger.lots(of: .anna)
    #expect(before.map(\.expires) == [.day(4), .day(10)])
    try shop.accept(
      .unit(.points, terms: UnitTerms(inactivityDays: 2), reference: .named("u1")))
    try shop.accept(.unit(.points, terms: UnitTerms(), reference: .named("u2")))
    #expect(try shop.ledger.lots(of: .anna) == before)
    // A new lot is under the new policy: never. Its earn is activity for the old one.
    try shop.at(.day(1)).accept(.earn(10, for: .anna, reference: .named("e3")))
    #expect(try shop.ledger.lots(of: .anna).map(\.expires) == [.day(4), .day(11), nil])
  }

  @Test("sliding: each listed activity moves the end; the earlier of both ends counts")
  func sliding() throws {
    let shop = try Shop(UnitTerms(inactivityDays: 3))
    try shop.accept(.earn(10, for: .anna, reference: .named("e1"), expires: .day(7)))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    func end() throws -> Instant? { try shop.ledger.lots(of: .anna).first?.expires }
    #expect(try end() == .day(3))
    try shop.at(.day(2)).accept(.redeem(1, from: .anna, reference: .named("r1")))
    #expect(try end() == .day(5))
    // Kinds that are not listed do not count: a transfer, a hold, an adjustment, a refusal, a
    // reversal.
    shop.at(.day(3))
    try shop.accept(.transfer(1, from: .anna, to: .ben, reference: .named("t")))
    try shop.accept(.hold(1, of: .anna, until: .day(4), reference: .named("h")))
    try shop.accept(.adjust(-1, of: .anna, reference: .named("a")))
    try shop.accept(.reverse(of: .named("r1"), for: .anna, reference: .named("v")))
    try shop.refuse(.redeem(99, from: .anna, reference: .named("no")))
    #expect(try end() == .day(5))
    try shop.accept(.capture(of: .named("h"), for: .anna, reference: .named("c")))
    #expect(try end() == .day(6))
    try shop.at(.day(5)).accept(.redeem(1, from: .anna, reference: .named("r2")))
    #expect(try end() == .day(7), "the fixed expiry is sooner than day 8")
    // For the receiver the transferred lot is new, with the rule under which it was made.
    #expect(try shop.ledger.lots(of: .ben, asOf: .day(4)).first?.expires == .day(6))
  }

  @Test("once ended by inactivity, later activity revives nothing")
  func deadForGood() throws {
    let shop = try Shop(UnitTerms(inactivityDays: 3))
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.accept(.redeem(6, from: .anna, reference: .named("r1")))
    // The lot is dead and not booked; an earn at day 4 is activity, but too late.
    try shop.at(.day(4)).accept(.earn(5, for: .anna, reference: .named("e2")))
    #expect(try shop.lots(.anna) == ["e2 5"])
    #expect(try shop.balance(.anna).expired == 4)
    try shop.accept(.reverse(of: .named("r1"), for: .anna, reference: .named("v")))
    #expect(try shop.lots(.anna) == ["e2 5"], "what comes back to it is forfeited")
    #expect(try shop.balance(.anna).expired == 10)
  }

  @Test("an emptied lot under a sliding rule that is still alive gets its points back")
  func emptyButAlive() throws {
    let shop = try Shop(UnitTerms(inactivityDays: 3))
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.accept(.redeem(10, from: .anna, reference: .named("r1")))
    try shop.at(.day(2)).accept(.earn(1, for: .anna, reference: .named("e2")))
    try shop.at(.day(4)).accept(.reverse(of: .named("r1"), for: .anna, reference: .named("v")))
    #expect(try shop.lots(.anna) == ["e1 10", "e2 1"])
    #expect(try shop.ledger.lots(of: .anna).map(\.expires) == [.day(5), .day(5)])
  }

  @Test("only extend moves an expiry, only later, and only of what still lives")
  func extend() throws {
    let shop = try Shop()
    try shop.accept(.earn(10, for: .anna, reference: .named("e1"), expires: .day(4)))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    try shop.accept(.transfer(4, from: .anna, to: .ben, reference: .named("t")))
    func extend(_ expires: Instant?, _ name: String, of member: MemberIdentifier = .anna) -> Post {
      .extend(.named("e1"), of: member, to: expires, reference: .named(name))
    }
    #expect(try shop.refuse(extend(.day(4), "x1")) == .notExtendable)
    #expect(try shop.refuse(extend(.day(3), "x2")) == .notExtendable)
    try shop.accept(extend(.day(6), "x3"))
    #expect(try shop.ledger.lots(of: .anna).map(\.expires) == [.day(6)])
    #expect(try shop.ledger.lots(of: .ben).map(\.expires) == [.day(4)], "another account's lot")
    try shop.at(.day(5)).accept(extend(nil, "x4"))
    #expect(try shop.split(.anna, asOf: .day(9_999)) == [6, 0, 0, 0])
    #expect(try shop.refuse(extend(nil, "x5")) == .notExtendable)
    // Past dates do not become less past.
    #expect(try shop.split(.anna, asOf: .day(1)) == [6, 0, 0, 0])
    try shop.accept(.earn(1, for: .anna, reference: .named("e2"), expires: .day(6)))
    #expect(
      try shop.at(.day(6)).refuse(
        .extend(.named("e2"), of: .anna, to: nil, reference: .named("x6"))) == .notExtendable)
  }
}
