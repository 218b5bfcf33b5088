import Testing

@testable import PointsLedger

@Suite("Invariant 4: available is never negative, and only reversals make arrears")
struct Invariant04Tests {
  @Test("one point more than there is, is refused; what there is, is not")
  func exactlyWhatThereIs() throws {
    let shop = try Shop()
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    for (name, debit) in Self.debits {
      try shop.accept(.earn(100, for: .anna, reference: .named("e \(name)")))
      try shop.accept(
        .hold(10, of: .anna, until: .day(1), reference: .named("held \(name)")))
      try shop.accept(
        .earn(5, for: .anna, reference: .named("p \(name)"), activates: .day(9)))
      let available = try shop.balance(.anna).available
      let more = Points.of(available.minorUnits + 1)
      let code = try shop.refuse(debit(more, .named("\(name) 1")))
      #expect(code == .insufficientPoints(available: available), "\(name)")
      try shop.accept(debit(available, .named("\(name) 2")))
      #expect(try shop.balance(.anna).available == 0 && shop.balance(.anna).arrears == 0)
      #expect(
        try shop.refuse(debit(1, .named("\(name) 3"))) == .insufficientPoints(available: 0))
    }
  }

  private static let debits: [(String, @Sendable (Points, Reference) -> Post)] = [
    ("redeem", { .redeem($0, from: .anna, reference: $1) }),
    ("adjust", { .adjust(.of(-$0.minorUnits), of: .anna, reference: $1) }),
    ("hold", { .hold($0, of: .anna, until: .day(2), reference: $1) }),
    ("transfer", { .transfer($0, from: .anna, to: .ben, reference: $1) }),
  ]

  @Test("partial takes what there is, at least one point, and only if asked")
  func partial() throws {
    let shop = try Shop()
    try shop.accept(.earn(30, for: .anna, reference: .named("e")))
    #expect(
      try shop.refuse(.redeem(50, from: .anna, reference: .named("r1"), partial: false))
        == .insufficientPoints(available: 30))
    let receipt = try shop.accept(
      .redeem(50, from: .anna, reference: .named("r2"), partial: true))
    #expect(receipt.entry.amount == 30 && receipt.entry.post.points == 50)
    #expect(receipt.balance?.available == 0)
    #expect(
      try shop.refuse(.redeem(50, from: .anna, reference: .named("r3"), partial: true))
        == .insufficientPoints(available: 0))
  }

  @Test("arrears leave nothing available or pending, and whatever comes in pays them, oldest first")
  func arrearsArePaid() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e1")))
    try shop.accept(.redeem(90, from: .anna, reference: .named("r1")))
    try shop.accept(.reverse(of: .named("e1"), for: .anna, reference: .named("v1")))
    #expect(try shop.split(.anna) == [0, 0, 0, 90])
    let paying = try shop.accept(.earn(20, for: .anna, reference: .named("e2")))
    #expect(paying.balance?.split == [0, 0, 0, 70])
    #expect(try shop.ledger.uses(of: paying.sequence).map(\.points) == [20])
    // Pending points pay too.
    try shop.accept(.earn(30, for: .anna, reference: .named("e3"), activates: .day(5)))
    #expect(try shop.split(.anna) == [0, 0, 0, 40])
    // So do restored ones.
    try shop.accept(.reverse(15, of: .named("r1"), for: .anna, reference: .named("v2")))
    #expect(try shop.split(.anna) == [0, 0, 0, 25])
    #expect(
      try shop.refuse(.redeem(1, from: .anna, reference: .named("r2")))
        == .insufficientPoints(available: 0))
    try shop.accept(.opening(40, for: .anna, reference: .named("o")))
    #expect(try shop.split(.anna) == [15, 0, 0, 0])
  }

  @Test("points released from a hold pay arrears, also where the clock releases them")
  func releasePays() throws {
    for isReleasedByClock in [false, true] {
      let shop = try Shop()
      try shop.accept(.earn(100, for: .anna, reference: .named("e1")))
      try shop.accept(.hold(60, of: .anna, until: .day(1), reference: .named("h")))
      try shop.accept(.redeem(40, from: .anna, reference: .named("r")))
      try shop.accept(.reverse(of: .named("e1"), for: .anna, reference: .named("v")))
      #expect(try shop.split(.anna) == [0, 0, 60, 100])
      if isReleasedByClock {
        shop.at(.day(1))
        #expect(try shop.split(.anna) == [0, 0, 0, 40])
        _ = try shop.ledger.sweep()
      } else {
        try shop.accept(.release(.named("h"), for: .anna, reference: .named("rel")))
      }
      #expect(try shop.split(.anna) == [0, 0, 0, 40])
    }
  }

  @Test("a transfer pays the receiver's arrears; a merge pays those of either side")
  func movesPay() throws {
    let shop = try Shop()
    try owing(50, .ben, shop)
    try shop.accept(.earn(80, for: .anna, reference: .named("e")))
    try shop.accept(.transfer(20, from: .anna, to: .ben, reference: .named("t")))
    #expect(try shop.split(.ben) == [0, 0, 0, 30])
    try shop.accept(.merge(.ben, into: .anna, reference: .named("m1")))
    #expect(try shop.split(.anna) == [30, 0, 0, 0])
    try owing(50, .cleo, shop)
    try shop.accept(.merge(.anna, into: .cleo, reference: .named("m2")))
    #expect(try shop.split(.cleo) == [0, 0, 0, 20])
  }

  @Test("policies: within-balance forgives what is not there, refuse refuses")
  func policies() throws {
    let forgiving = try Shop(UnitTerms(reversal: .withinBalance))
    let strict = try Shop(UnitTerms(reversal: .refuse))
    for shop in [forgiving, strict] {
      try shop.accept(.earn(100, for: .anna, reference: .named("e")))
      try shop.accept(.redeem(70, from: .anna, reference: .named("r")))
    }
    try forgiving.accept(.reverse(of: .named("e"), for: .anna, reference: .named("v")))
    #expect(try forgiving.split(.anna) == [0, 0, 0, 0])
    #expect(
      try forgiving.refuse(.reverse(1, of: .named("e"), for: .anna, reference: .named("v2")))
        == .alreadyReversed(remaining: 0))
    #expect(
      try strict.refuse(.reverse(of: .named("e"), for: .anna, reference: .named("v")))
        == .insufficientPoints(available: 30))
    #expect(try strict.split(.anna) == [30, 0, 0, 0])
    try strict.accept(.reverse(30, of: .named("e"), for: .anna, reference: .named("v2")))
    #expect(try strict.split(.anna) == [0, 0, 0, 0])
  }

  @Test("a late debit is decided where it is booked: no as-of balance is ever negative")
  func lateDebits() throws {
    let shop = try Shop()
    try shop.at(.day(1)).accept(.earn(100, for: .anna, reference: .named("e1")))
    try shop.at(.day(5)).accept(.redeem(80, from: .anna, reference: .named("r1")))
    // It claims an instant at which 100 points were there; at the settled instant only 20 are left.
    #expect(
      try shop.at(.day(6)).refuse(
        .redeem(50, from: .anna, reference: .named("r2"), occurred: .day(2)))
        == .insufficientPoints(available: 20))
    let late = try shop.accept(
      .redeem(20, from: .anna, reference: .named("r3"), occurred: .day(2))
    ).entry
    #expect(late.isLate && late.effective == .day(5) && late.occurred == .day(2))
    try expectSound(shop.ledger, asOf: Picture.instants(of: shop.ledger))
    #expect(try shop.split(.anna, asOf: .day(4)) == [100, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: .day(5)) == [0, 0, 0, 0])
  }

  @Test("an event that comes late but after the settled instant is decided at its own time")
  func lateButInOrder() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e1"), expires: .day(3)))
    // The till was offline: it posts day 2 on day 6, when the lot has long been dead.
    let receipt = try shop.at(.day(6)).accept(
      .redeem(60, from: .anna, reference: .named("r1"), occurred: .day(2)))
    #expect(!receipt.entry.isLate && receipt.entry.effective == .day(2))
    #expect(try shop.split(.anna, asOf: .day(2)) == [40, 0, 0, 0])
    #expect(try shop.balance(.anna).lifetime == [100, 60, 40])
  }

  private func owing(_ points: Points, _ member: MemberIdentifier, _ shop: Shop) throws {
    try shop.accept(.earn(points, for: member, reference: .named("owe \(member)")))
    try shop.accept(.redeem(points, from: member, reference: .named("spend \(member)")))
    try shop.accept(
      .reverse(
        of: .named("owe \(member)"), for: member, reference: .named("claw \(member)")))
    #expect(try shop.balance(member).arrears == points)
  }
}
