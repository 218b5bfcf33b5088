import Testing

@testable import PointsLedger

@Suite("Invariant 8: whether a lot is expired depends on the lot and the instant only")
struct Invariant08Tests {
  @Test("booking early, late or never changes nothing that is available at any instant")
  func bookingChangesNothing() throws {
    let never = try Self.scripted { _ in }
    let always = try Self.scripted { _ = try $0.ledger.sweep() }
    let instants = (0..<40).flatMap { [Instant.day($0), Instant.day($0).before] }
    for instant in instants {
      let first = try never.ledger.balances(asOf: instant).map { "\($0.member) \($0.balance)" }
      let second = try always.ledger.balances(asOf: instant).map { "\($0.member) \($0.balance)" }
      #expect(first == second, "at \(instant.milliseconds)")
    }
    let end = Instant.day(40)
    let before = try Picture(of: never.ledger, at: instants)
    _ = try never.at(end).ledger.sweep()
    #expect(try Picture(of: never.ledger, at: instants) == before, "a sweep rewrites nothing")
  }

  /// Holds, expiries, restores and late events; `then` runs after each.
  private static func scripted(_ then: (Shop) throws -> Void) throws -> Shop {
    let shop = try Shop(UnitTerms(inactivityDays: 6))
    let posts: [(Int, Post)] = [
      (0, .earn(50, for: .anna, reference: .named("e1"), expires: .day(3))),
      (0, .earn(50, for: .anna, reference: .named("e2"), activates: .day(2), expires: .day(4))),
      (1, .hold(20, of: .anna, until: .day(5), reference: .named("h1"))),
      (1, .earn(40, for: .ben, reference: .named("e3"))),
      (2, .transfer(10, from: .anna, to: .ben, reference: .named("t"))),
      (4, .redeem(5, from: .ben, reference: .named("r1"))),
      (9, .redeem(5, from: .ben, reference: .named("r2"))),
      (16, .reverse(of: .named("r2"), for: .ben, reference: .named("v"))),
      (17, .earn(9, for: .anna, reference: .named("e4"))),
    ]
    for (day, post) in posts {
      shop.at(.day(day))
      try then(shop)
      try shop.accept(post)
      try then(shop)
    }
    return shop
  }

  @Test("spendable in the last millisecond, not in the next, whether swept or not")
  func toTheMillisecond() throws {
    for sweeps in [false, true] {
      let shop = try Shop()
      try shop.accept(.earn(50, for: .anna, reference: .named("e"), expires: .day(3)))
      shop.at(Instant.day(3).before)
      if sweeps { #expect(try shop.ledger.sweep().entries == 0) }
      try shop.accept(.redeem(10, from: .anna, reference: .named("r1")))
      shop.at(.day(3))
      if sweeps { #expect(try shop.ledger.sweep()[.points]?.expired == 40) }
      #expect(
        try shop.refuse(.redeem(1, from: .anna, reference: .named("r2")))
          == .insufficientPoints(available: 0))
      #expect(try shop.split(.anna) == [0, 0, 0, 0])
      #expect(try shop.balance(.anna).expired == 40)
    }
  }

  @Test("pending to the millisecond: active at `activates`, not before")
  func activation() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e"), activates: .day(3)))
    shop.at(Instant.day(3).before)
    #expect(try shop.split(.anna) == [0, 50, 0, 0])
    #expect(
      try shop.refuse(.redeem(1, from: .anna, reference: .named("r1")))
        == .insufficientPoints(available: 0))
    try shop.at(.day(3)).accept(.redeem(50, from: .anna, reference: .named("r2")))
  }

  @Test("the clock's entries carry their own instants, in the order in which they were due")
  func bookedAtTheirInstants() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e1"), expires: .day(3)))
    try shop.accept(.earn(50, for: .anna, reference: .named("e2"), expires: .day(2)))
    try shop.accept(.hold(60, of: .anna, until: .day(3), reference: .named("h")))
    try shop.at(.day(9)).accept(.earn(1, for: .anna, reference: .named("e3")))
    let booked = try shop.entries().filter(\.isEngineWritten).map {
      "\($0.kind.name) \($0.amount) \($0.effective == .day(3))"
    }
    // At one instant the hold comes first; what it frees in a dead lot expires right after.
    #expect(booked == ["release 60 true", "expire 50 true", "expire 50 true"])
    #expect(try shop.split(.anna) == [1, 0, 0, 0])
  }

  @Test("a refused post books nothing")
  func refusalBooksNothing() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e"), expires: .day(1)))
    try shop.at(.day(2)).refuse(.redeem(1, from: .anna, reference: .named("r")))
    #expect(try shop.entries().last?.kind == .refusal)
    #expect(try !shop.entries().contains { $0.kind == .expire })
    // So a late event of day 0 can still be decided at its own time.
    let late = try shop.accept(
      .redeem(20, from: .anna, reference: .named("late"), occurred: .day(0, 5)))
    #expect(!late.entry.isLate)
  }

  @Test("a sweep ahead of the clock is refused beyond 24 hours, and settles what it touches")
  func sweepSettles() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e1"), expires: .day(1)))
    try shop.accept(.earn(50, for: .ben, reference: .named("e2")))
    #expect(throws: LedgerError.self) { try shop.ledger.sweep(asOf: .day(1, 1)) }
    #expect(try shop.ledger.sweep(asOf: .day(1))[.points]?.expired == 50)
    #expect(try shop.ledger.sweep(asOf: .day(1)).entries == 0)
    // Anna is settled to day 1, Ben is not touched.
    func late(_ member: MemberIdentifier) throws -> Bool {
      try shop.accept(
        .earn(1, for: member, reference: .named("late \(member)"), occurred: .day(0, 9))
      ).entry.isLate
    }
    #expect(try late(.anna))
    #expect(try !late(.ben))
  }
}
