import Testing

@testable import PointsLedger

@Suite("Invariant 15: a closed period never changes")
struct Invariant15Tests {
  @Test("whatever claims to have occurred in it is effective at its end, and flagged late")
  func lateEvents() throws {
    let shop = try Shop()
    try shop.accept(.earn(50, for: .anna, reference: .named("e1"), expires: .day(3)))
    try shop.accept(.earn(50, for: .ben, reference: .named("e2")))
    try shop.accept(.redeem(10, from: .anna, reference: .named("r1")))
    try shop.at(.day(6)).accept(.closePeriod(before: .day(5), reference: .named("close")))
    let instants =
      (0..<5).flatMap { [Instant.day($0), Instant.day($0, hour: 12)] }
      + [Instant.day(5).before]
    let before = try Picture(of: shop.ledger, at: instants)

    let late: [Post] = [
      .earn(7, for: .anna, reference: .named("l1"), occurred: .day(1)),
      .earn(7, for: .anna, reference: .named("l2"), expires: .day(4), occurred: .day(1)),
      .redeem(5, from: .ben, reference: .named("l3"), occurred: .day(1)),
      .reverse(of: .named("r1"), for: .anna, reference: .named("l4"), occurred: .day(1)),
      .transfer(5, from: .ben, to: .anna, reference: .named("l5"), occurred: .day(1)),
      .hold(5, of: .ben, until: .day(9), reference: .named("l6"), occurred: .day(1)),
      .adjust(-1, of: .ben, reference: .named("l7"), occurred: .day(1)),
      .earn(7, for: .cleo, reference: .named("l8"), occurred: .day(1)),
      .merge(.ben, into: .anna, reference: .named("l9"), occurred: .day(1)),
    ]
    for post in late {
      let entry = try shop.accept(post).entry
      #expect(entry.occurred == .day(1) && entry.effective == .day(5) && entry.isLate)
    }
    _ = try shop.at(.day(20)).ledger.sweep()
    let after = try Picture(of: shop.ledger, at: instants)
    for (old, new) in zip(before.moments, after.moments) {
      #expect(old == new, "at \(old.instant.milliseconds)")
    }
    // The redemption from a lot that had died by then finds it dead.
    #expect(try shop.balance(.anna, asOf: .day(5)).expired == 57)
  }

  @Test("a close moves forward only, and survives a restart")
  func closeMovesForward() throws {
    let shop = try Shop()
    try shop.at(.day(10)).accept(.closePeriod(before: .day(5), reference: .named("c1")))
    for (name, day) in [("c2", 5), ("c3", 4)] {
      #expect(
        try shop.refuse(.closePeriod(before: .day(day), reference: .named(name)))
          == .periodClosed(through: .day(5)))
    }
    try shop.reopen()
    #expect(try shop.ledger.info().closedBefore == .day(5))
    let edge = try shop.accept(
      .earn(1, for: .anna, reference: .named("e1"), occurred: .day(5)))
    #expect(!edge.entry.isLate, "what occurred at the close is after it")
    let late = try shop.accept(
      .earn(1, for: .ben, reference: .named("e2"), occurred: Instant.day(5).before))
    #expect(late.entry.isLate && late.entry.effective == .day(5))
    try shop.accept(.closePeriod(before: .day(5, 1), reference: .named("c4")))
    #expect(
      try shop.refuse(.closePeriod(before: .day(12), reference: .named("c5")))
        == .malformed(.inTheFuture(posted: .day(10))))
  }
}
