import Testing

@testable import PointsLedger

@Suite("Invariant 14: transfer and merge keep a lot's origin, expiry and history")
struct Invariant14Tests {
  @Test("what arrives is what left: origin, activation and expiry of each lot")
  func transfer() throws {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e1"), expires: .day(5)))
    try shop.accept(.earn(30, for: .anna, reference: .named("e2"), expires: .day(9)))
    try shop.accept(.earn(10, for: .ben, reference: .named("e3"), expires: .day(7)))
    let left = try shop.ledger.lots(of: .anna)
    try shop.at(.day(1)).accept(.transfer(40, from: .anna, to: .ben, reference: .named("t")))
    let arrived = try shop.ledger.lots(of: .ben)
    #expect(try shop.lots(.ben) == ["e1 30", "e3 10", "e2 10"])
    for lot in left {
      let twin = try #require(arrived.first { $0.origin == lot.origin })
      #expect(twin.expires == lot.expires && twin.activates == lot.activates)
    }
    let earned = try [MemberIdentifier.anna, .ben].map { try shop.balance($0).earned }
    #expect(earned == [60, 10], "a transfer earns nothing")
  }

  @Test("a transfer taken back takes only its own lots, and as much as is left of them")
  func transferBack() throws {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e1"), expires: .day(5)))
    try shop.accept(.earn(30, for: .anna, reference: .named("e2"), expires: .day(9)))
    try shop.accept(.earn(100, for: .ben, reference: .named("e3"), expires: .day(8)))
    try shop.accept(.transfer(50, from: .anna, to: .ben, reference: .named("t")))
    try shop.accept(.redeem(12, from: .ben, reference: .named("r")))
    #expect(
      try shop.refuse(.reverse(of: .named("t"), for: .anna, reference: .named("v1")))
        == .insufficientPoints(available: 38))
    // The last first: all of e2's lot, then 3 of e1's.
    try shop.accept(.reverse(23, of: .named("t"), for: .anna, reference: .named("v2")))
    #expect(try shop.lots(.anna) == ["e1 3", "e2 30"])
    #expect(try shop.lots(.ben) == ["e1 15", "e3 100"])
    // The rest of the lot expires at its own time, wherever it is.
    try shop.at(.day(6)).refuse(
      .reverse(1, of: .named("t"), for: .anna, reference: .named("v3")))
    #expect(try shop.balance(.ben).expired == 15 && shop.balance(.anna).expired == 3)
  }

  @Test("the earner owes for a credit that it gave away")
  func clawBackAfterTransfer() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e")))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    try shop.accept(.transfer(40, from: .anna, to: .ben, reference: .named("t")))
    try shop.accept(.reverse(of: .named("e"), for: .anna, reference: .named("v")))
    #expect(try shop.split(.anna) == [0, 0, 0, 40])
    #expect(try shop.split(.ben) == [40, 0, 0, 0])
  }

  @Test("a merge moves everything, and everything goes on from there")
  func merge() throws {
    let shop = try Shop(more: [UnitDefinition(.stamps)])
    try shop.accept(.earn(30, for: .anna, reference: .named("e1"), expires: .day(5)))
    try shop.accept(.earn(8, for: .anna, reference: .named("p"), activates: .day(4)))
    try shop.accept(.earn(3, for: .anna, reference: .named("s"), unit: .stamps))
    try shop.accept(.redeem(10, from: .anna, reference: .named("r")))
    try shop.accept(.hold(5, of: .anna, until: .day(2), reference: .named("h")))
    try shop.accept(.earn(100, for: .ben, reference: .named("e2"), expires: .day(9)))
    try shop.accept(.link(.named("anna's phone"), to: .anna, reference: .named("l")))
    let views = try shop.ledger.lots(of: .anna)
    try shop.at(.day(1)).accept(.merge(.anna, into: .ben, reference: .named("m")))
    for name in [MemberIdentifier.anna, .ben, .named("anna's phone")] {
      #expect(try shop.split(name) == [115, 8, 5, 0], "\(name)")
      #expect(try shop.split(name, .stamps) == [3, 0, 0, 0])
      #expect(try shop.balance(name).lifetime == [138, 10, 0])
    }
    let moved = try shop.ledger.lots(of: .ben)
    for view in views {
      let twin = try #require(moved.first { $0.origin == view.origin })
      #expect(twin.id == view.id && twin.expires == view.expires && twin.held == view.held)
    }
    // Before the merge it is as it was.
    #expect(try shop.split(.anna, asOf: Instant.day(1).before) == [15, 8, 5, 0])
    #expect(try shop.split(.ben, asOf: Instant.day(1).before) == [100, 0, 0, 0])
    #expect(try shop.ledger.balances().map(\.member) == [.ben, .ben])
    #expect(
      try shop.ledger.balances(asOf: Instant.day(1).before).map(\.member) == [
        .anna, .anna, .ben,
      ])
    try shop.accept(.reverse(of: .named("e1"), for: .anna, reference: .named("v1")))
    try shop.accept(.reverse(of: .named("r"), for: .ben, reference: .named("v2")))
    try shop.reopen()
    #expect(try shop.split(.anna) == shop.split(.ben))
    #expect(
      try shop.refuse(.merge(.anna, into: .ben, reference: .named("m2"))) == .sameMember)
  }

  @Test("merges of merges: the last survivor has it all, and the way back is known")
  func chain() throws {
    let shop = try Shop()
    var earned: [SequenceNumber] = []
    for member in [MemberIdentifier.anna, .ben, .cleo, .dora] {
      earned.append(
        try shop.accept(.earn(10, for: member, reference: .named("e \(member)"))).sequence)
    }
    try shop.accept(.merge(.anna, into: .ben, reference: .named("m1")))
    try shop.accept(.merge(.cleo, into: .dora, reference: .named("m2")))
    try shop.accept(.merge(.ben, into: .dora, reference: .named("m3")))
    let redeem = try shop.accept(.redeem(40, from: .anna, reference: .named("r")))
    #expect(Set(redeem.allocations.map(\.origin)) == Set(earned))
    for (origin, merges) in zip(earned, [2, 1, 1, 0]) {
      let uses = try shop.ledger.uses(of: origin)
      #expect(uses.map(\.points) == Array(repeating: [-10, 10], count: merges).joined() + [10])
      #expect(uses.last?.entry == redeem.sequence)
    }
    try shop.reopen()
    #expect(try shop.split(.cleo) == [0, 0, 0, 0])
    try shop.accept(.reverse(of: .named("r"), for: .cleo, reference: .named("v")))
    #expect(try shop.split(.anna) == [40, 0, 0, 0])
  }

  @Test("an identifier means whom it named then")
  func identifiers() throws {
    let shop = try Shop()
    let phone = MemberIdentifier.named("phone")
    try shop.accept(.earn(10, for: .anna, reference: .named("e1")))
    try shop.accept(.earn(20, for: .ben, reference: .named("e2")))
    try shop.at(.day(1)).accept(.link(phone, to: .anna, reference: .named("l1")))
    #expect(
      try shop.refuse(.link(phone, to: .ben, reference: .named("l2"))) == .identifierTaken)
    try shop.at(.day(2)).accept(.unlink(phone, from: .anna, reference: .named("u1")))
    #expect(
      try shop.refuse(.redeem(1, from: phone, reference: .named("r1"))) == .unknownMember)
    try shop.at(.day(3)).accept(.link(phone, to: .ben, reference: .named("l3")))
    #expect(try shop.split(phone, asOf: .day(0)) == [10, 0, 0, 0])
    #expect(try shop.split(phone, asOf: .day(1)) == [10, 0, 0, 0])
    #expect(try shop.split(phone, asOf: .day(3)) == [20, 0, 0, 0])
    #expect(
      try shop.refuse(.unlink(phone, from: .anna, reference: .named("u2"))) == .unknownMember)
    #expect(
      try shop.refuse(.unlink(.anna, from: .anna, reference: .named("u3"))) == .lastIdentifier)
  }

  @Test("a frozen member: no debits, no merge; with `all`, no credits; the rest goes on")
  func frozen() throws {
    for credits in [nil, true] as [Bool?] {
      let shop = try Shop()
      try shop.accept(.earn(50, for: .anna, reference: .named("e"), expires: .day(5)))
      try shop.accept(.earn(50, for: .ben, reference: .named("e2")))
      try shop.accept(.redeem(5, from: .anna, reference: .named("r")))
      try shop.accept(.hold(5, of: .anna, until: .day(2), reference: .named("h")))
      try shop.accept(.hold(5, of: .anna, until: .day(2), reference: .named("h2")))
      try shop.accept(.freeze(.anna, credits: credits, reference: .named("f")))
      func isFrozen(_ post: Post) throws -> Bool {
        let answer = try shop.post(post)
        #expect(answer.receipt != nil || answer.refusal?.code == .memberFrozen, "\(answer.name)")
        return answer.receipt == nil
      }
      #expect(try isFrozen(.redeem(1, from: .anna, reference: .named("1"))))
      #expect(try isFrozen(.hold(1, of: .anna, until: .day(1), reference: .named("2"))))
      #expect(try isFrozen(.capture(of: .named("h"), for: .anna, reference: .named("3"))))
      #expect(try isFrozen(.adjust(-1, of: .anna, reference: .named("4"))))
      #expect(try isFrozen(.transfer(1, from: .anna, to: .ben, reference: .named("5"))))
      #expect(try isFrozen(.merge(.anna, into: .ben, reference: .named("6"))))
      #expect(try isFrozen(.merge(.ben, into: .anna, reference: .named("7"))))
      let stopsCredits = credits == true
      #expect(try isFrozen(.earn(1, for: .anna, reference: .named("8"))) == stopsCredits)
      #expect(try isFrozen(.opening(1, for: .anna, reference: .named("9"))) == stopsCredits)
      #expect(try isFrozen(.adjust(1, of: .anna, reference: .named("10"))) == stopsCredits)
      #expect(
        try isFrozen(.transfer(1, from: .ben, to: .anna, reference: .named("11"))) == stopsCredits)
      #expect(try !isFrozen(.reverse(of: .named("r"), for: .anna, reference: .named("12"))))
      #expect(try !isFrozen(.release(.named("h"), for: .anna, reference: .named("13"))))
      #expect(
        try !isFrozen(.extend(.named("e"), of: .anna, to: .day(6), reference: .named("14"))))
      #expect(try shop.balance(.anna, asOf: .day(6)).expired == 50)
      try shop.reopen()
      #expect(try isFrozen(.redeem(1, from: .anna, reference: .named("15"))))
      try shop.accept(.unfreeze(.anna, reference: .named("u")))
      #expect(try !isFrozen(.redeem(1, from: .anna, reference: .named("16"))))
    }
  }
}
