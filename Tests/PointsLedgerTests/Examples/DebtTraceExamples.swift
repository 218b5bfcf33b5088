import Testing

@testable import PointsLedger

@Suite("Debts and what follows an entry can be traced both ways")
struct DebtTraceExamples {
  /// 140 points were spent; both purchases that brought them come back.
  private static func indebted() throws -> Shop {
    let shop = try Shop().at(.day(60))
    try shop.accept(.earn(100, for: .anna, reference: "sale1", occurred: .day(1)))
    try shop.accept(.earn(40, for: .anna, reference: "sale2", occurred: .day(2)))
    try shop.accept(.redeem(140, from: .anna, reference: "spend", occurred: .day(3)))
    try shop.accept(.reverse(of: "sale1", for: .anna, reference: "ret1", occurred: .day(4)))
    try shop.accept(.reverse(of: "sale2", for: .anna, reference: "ret2", occurred: .day(5)))
    return shop
  }

  private static func line(_ payment: DebtPayment) -> String {
    "\(payment.points) of \(payment.debt) from \(payment.origin) by \(payment.entry)"
  }

  private static func payments(_ shop: Shop, _ reference: Reference) throws -> [String] {
    try shop.ledger.payments(of: shop.entry(reference).sequence).map(line)
  }

  @Test("an earn names the debts that it pays, oldest first, and each debt names who paid it")
  func earns() throws {
    let shop = try Self.indebted()
    let first = try shop.accept(.earn(110, for: .anna, reference: "sale3", occurred: .day(6)))
    let second = try shop.accept(.earn(5, for: .anna, reference: "sale4", occurred: .day(7)))
    #expect(first.entry.payments.map(Self.line) == ["100 of 4 from 6 by 6", "10 of 5 from 6 by 6"])
    #expect(second.entry.payments.map(Self.line) == ["5 of 5 from 7 by 7"])
    #expect(try Self.payments(shop, "ret1") == ["100 of 4 from 6 by 6"])
    #expect(try Self.payments(shop, "ret2") == ["10 of 5 from 6 by 6", "5 of 5 from 7 by 7"])
    #expect(try shop.entry("ret2").arrears == 40)
    #expect(try shop.entry("sale3").payments == first.entry.payments)
  }

  @Test("a gift pays through its counter, and a debt is traced through merges")
  func giftAndMerge() throws {
    let shop = try Self.indebted()
    try shop.accept(.earn(50, for: .ben, reference: "b1", occurred: .day(8)))
    try shop.accept(.transfer(20, from: .ben, to: .anna, reference: "gift", occurred: .day(9)))
    try shop.accept(.merge(.anna, into: .ben, reference: "merge", occurred: .day(10)))
    // 20 of ben's own 30 points are left for the oldest debt when anna becomes ben.
    #expect(
      try Self.payments(shop, "ret1") == ["20 of 4 from 6 by 8", "30 of 4 from 6 by 10"])
    try shop.accept(.earn(60, for: .ben, reference: "b2", occurred: .day(11)))
    #expect(
      try Self.payments(shop, "ret1")
        == ["20 of 4 from 6 by 8", "30 of 4 from 6 by 10", "50 of 4 from 12 by 12"])
    #expect(try Self.payments(shop, "ret2") == ["10 of 5 from 12 by 12"])
    #expect(try shop.split(.ben) == [0, 0, 0, 30])
  }

  @Test("a released hold and a restored redemption pay debts and say so")
  func releaseAndRestore() throws {
    let shop = try Shop().at(.day(60))
    try shop.accept(.earn(30, for: .anna, reference: "a", occurred: .day(1)))
    try shop.accept(.earn(20, for: .anna, reference: "b", occurred: .day(2)))
    try shop.accept(.redeem(20, from: .anna, reference: "r", occurred: .day(3)))
    try shop.accept(
      .hold(30, of: .anna, until: .day(20), reference: "h", occurred: .day(4)))
    try shop.accept(.reverse(of: "a", for: .anna, reference: "ret", occurred: .day(5)))
    let restored = try shop.accept(
      .reverse(of: "r", for: .anna, reference: "back", occurred: .day(6)))
    #expect(restored.entry.payments.map(\.points) == [20])
    let released = try shop.accept(.release("h", for: .anna, reference: "free", occurred: .day(7)))
    #expect(released.entry.payments.map(\.points) == [10])
    let debt = try shop.entry("ret")
    let paid = try shop.ledger.payments(of: debt.sequence)
    #expect(paid.map(\.entry) == [restored.sequence, released.sequence])
    #expect(paid.reduce(0) { $0 + $1.points.minorUnits } == debt.arrears.minorUnits)
  }

  @Test("a reversal names what it gave back as grace lots, and the redemption names its reversal")
  func grace() throws {
    let shop = try Shop(UnitTerms(restore: .grace(days: 30))).at(.day(60))
    try shop.accept(
      .earn(30, for: .anna, reference: "e1", expires: .day(10), occurred: .day(1)))
    try shop.accept(
      .earn(20, for: .anna, reference: "e2", expires: .day(11), occurred: .day(2)))
    try shop.accept(.redeem(50, from: .anna, reference: "r", occurred: .day(9)))
    let back = try shop.accept(
      .reverse(35, of: "r", for: .anna, reference: "v", occurred: .day(20)))
    #expect(back.entry.lots.map(\.points) == [20, 15])
    #expect(back.entry.lots.map(\.origin.value) == [2, 1])
    #expect(back.entry.lots.map(\.expires) == [.day(50), .day(50)])
    #expect(back.entry.lots == (try shop.entry("v")).lots)
    let follow = try shop.ledger.followUps(of: try shop.entry("r").sequence)
    #expect(follow.map(\.kind) == [.reverse] && follow.map(\.points) == [35])
  }

  @Test("a reversed credit says what expired unused, what is forgiven and what is owed")
  func forgiven() throws {
    let shop = try Shop(UnitTerms(reversal: .withinBalance)).at(.day(60))
    try shop.accept(
      .earn(30, for: .anna, reference: "e", expires: .day(10), occurred: .day(1)))
    try shop.accept(.redeem(12, from: .anna, reference: "r", occurred: .day(2)))
    _ = try shop.ledger.sweep(asOf: .day(11))
    let entry = try shop.accept(
      .reverse(of: "e", for: .anna, reference: "v", occurred: .day(12))
    ).entry
    #expect(entry.covered == 18 && entry.forgiven == 12 && entry.arrears == 0)
    #expect(try shop.ledger.payments(of: entry.sequence).isEmpty)
  }

  @Test("a hold names its captures and its end, by the caller or by the clock")
  func holds() throws {
    let shop = try Shop().at(.day(60))
    try shop.accept(.earn(100, for: .anna, reference: "e", occurred: .day(1)))
    try shop.accept(.hold(60, of: .anna, until: .day(5), reference: "h1", occurred: .day(2)))
    try shop.accept(.hold(40, of: .anna, until: .day(9), reference: "h2", occurred: .day(2)))
    try shop.accept(.capture(45, of: "h1", for: .anna, reference: "c", occurred: .day(3)))
    _ = try shop.ledger.sweep(asOf: .day(10))
    let first = try shop.ledger.followUps(of: try shop.entry("h1").sequence)
    let second = try shop.ledger.followUps(of: try shop.entry("h2").sequence)
    #expect(first.map(\.kind) == [.capture] && first.map(\.points) == [45])
    #expect(second.map(\.kind) == [.release] && second.map(\.points) == [40])
    #expect(second.map(\.effective) == [.day(9)])
  }
}
