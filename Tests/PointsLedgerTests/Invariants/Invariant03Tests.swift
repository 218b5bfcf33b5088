import Testing

@testable import PointsLedger

@Suite("Invariant 3: every debited point comes from a lot or is arrears, and is traced both ways")
struct Invariant03Tests {
  @Test("allocations and arrears of every debit add up to what it took")
  func debitsAreAllocated() throws {
    let shop = try FullSession.finished()
    for entry in try shop.entries() where entry.change < .zero {
      let isMerge = entry.kind == .counter && entry.allocations.isEmpty
      let taken = entry.allocations.reduce(0) { $0 + $1.points.minorUnits }
      #expect(
        isMerge || taken + entry.arrears.minorUnits == -entry.change.minorUnits, "\(line(entry))")
      #expect(entry.allocations.allSatisfy { $0.points > .zero })
    }
  }

  @Test("from a spent point to the entry that earned it, and back, through transfer and merge")
  func provenance() throws {
    let shop = try Shop()
    let earn = try shop.accept(.earn(100, for: .anna, reference: .named("e"))).sequence
    let transfer = try shop.accept(
      .transfer(40, from: .anna, to: try enrolled(.ben, shop), reference: .named("t")))
    try shop.accept(
      .merge(.ben, into: try enrolled(.cleo, shop), reference: .named("m")))
    let redeem = try shop.accept(.redeem(30, from: .cleo, reference: .named("r")))

    #expect(redeem.allocations.map(\.origin) == [earn])
    let uses = try shop.ledger.uses(of: earn)
    #expect(
      uses.map(\.points) == [40, -40, -40, 40, 30]
        && uses.map(\.kind) == [.transfer, .counter, .counter, .counter, .redeem])
    #expect(uses.first?.entry == transfer.sequence)
    #expect(uses.last?.entry == redeem.sequence)
  }

  @Test("a debit over several lots names what it took from each, in the order of consumption")
  func orderOfConsumption() throws {
    let shop = try Shop()
    let never = try shop.accept(.earn(10, for: .anna, reference: .named("never"))).sequence
    let late = try shop.accept(
      .earn(10, for: .anna, reference: .named("late"), expires: .day(9))
    ).sequence
    let soon = try shop.accept(
      .earn(10, for: .anna, reference: .named("soon"), expires: .day(5))
    ).sequence
    let soonToo = try shop.accept(
      .earn(10, for: .anna, reference: .named("soon too"), expires: .day(5))
    ).sequence
    try shop.accept(
      .earn(10, for: .anna, reference: .named("pending"), activates: .day(1), expires: .day(2)))
    let taken = try shop.accept(.redeem(35, from: .anna, reference: .named("r"))).allocations
    #expect(taken.map(\.origin) == [soon, soonToo, late, never])
    #expect(taken.map(\.points) == [10, 10, 10, 5])
  }

  @Test("named lots are taken in the order given, and nothing else is")
  func namedLots() throws {
    let shop = try Shop()
    let first = try shop.accept(
      .earn(10, for: .anna, reference: .named("e1"), expires: .day(5))
    ).sequence
    let second = try shop.accept(
      .earn(10, for: .anna, reference: .named("e2"), expires: .day(9))
    ).sequence
    let third = try shop.accept(.earn(10, for: .anna, reference: .named("e3"))).sequence
    let lots: [Reference] = [.named("e3"), .named("e1")]
    let taken = try shop.accept(
      .redeem(12, from: .anna, reference: .named("r1"), lots: lots)
    ).allocations
    #expect(taken.map(\.origin) == [third, first] && taken.map(\.points) == [10, 2])
    #expect(
      try shop.refuse(.redeem(9, from: .anna, reference: .named("r2"), lots: lots))
        == .insufficientPoints(available: 8))
    let rest = try shop.accept(
      .redeem(99, from: .anna, reference: .named("r3"), lots: lots, partial: true))
    #expect(rest.entry.amount == 8 && rest.allocations.map(\.origin) == [first])
    // Named after a transfer: the lot's origin counts.
    try shop.accept(.transfer(4, from: .anna, to: try enrolled(.ben, shop), reference: .named("t")))
    let received = try shop.accept(
      .redeem(3, from: .ben, reference: .named("r4"), lots: [.named("e2")]))
    #expect(received.allocations.map(\.origin) == [second])
    // A lot that is used up, one of another member, or none at all.
    #expect(
      try shop.refuse(.redeem(1, from: .anna, reference: .named("r5"), lots: [.named("e1")]))
        == .insufficientPoints(available: 0))
    #expect(
      try shop.refuse(.redeem(1, from: .ben, reference: .named("r6"), lots: [.named("e3")]))
        == .unknownOriginal)
    #expect(
      try shop.refuse(.redeem(1, from: .anna, reference: .named("r7"), lots: [.named("r1")]))
        == .unknownOriginal)
  }

  @Test("a clawed-back credit takes its own lot, what expired of it, the others, then arrears")
  func clawBack() throws {
    let shop = try Shop()
    let own = try shop.accept(
      .earn(100, for: .anna, reference: .named("e1"), expires: .day(9))
    ).sequence
    try shop.accept(.earn(10, for: .anna, reference: .named("e2"), expires: .day(3)))
    let pending = try shop.accept(
      .earn(7, for: .anna, reference: .named("e3"), activates: .day(5))
    ).sequence
    try shop.accept(.redeem(80, from: .anna, reference: .named("r")))
    #expect(try shop.lots(.anna) == ["e1 30", "e3 7"])
    let other = try shop.accept(
      .earn(6, for: .anna, reference: .named("e4"), expires: .day(4))
    ).sequence
    try shop.accept(
      .hold(2, of: .anna, until: .day(8), reference: .named("h"), lots: [.named("e1")]))
    let reversal = try shop.accept(
      .reverse(of: .named("e1"), for: .anna, reference: .named("v"))
    ).entry
    #expect(reversal.allocations.map(\.origin) == [own, other, pending])
    #expect(reversal.allocations.map(\.points) == [28, 6, 7])
    #expect(reversal.arrears == 59)
    #expect(try shop.split(.anna) == [0, 0, 2, 59])
  }

  @Test("what expired unused of a clawed-back credit is not taken again")
  func clawBackOfExpired() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e1"), expires: .day(2)))
    try shop.accept(.earn(50, for: .anna, reference: .named("e2")))
    try shop.accept(.redeem(30, from: .anna, reference: .named("r")))
    let reversal = try shop.at(.day(3)).accept(
      .reverse(of: .named("e1"), for: .anna, reference: .named("v"))
    ).entry
    // 70 expired unused; the 30 that were spent come from the other lot.
    #expect(reversal.amount == 100 && reversal.change == -30 && reversal.arrears == 0)
    #expect(try shop.split(.anna) == [20, 0, 0, 0])
  }

  private func enrolled(_ member: MemberIdentifier, _ shop: Shop) throws -> MemberIdentifier {
    try shop.accept(.enroll(member, reference: .named("enroll \(member)")))
    return member
  }
}
