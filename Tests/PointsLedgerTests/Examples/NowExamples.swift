import Testing

@testable import PointsLedger

@Suite("Now is the later of the clock and the account's settled instant, for everybody who asks")
struct NowExamples {
  /// A till whose clock was 20 hours ahead has spent 60 of anna's points.
  private static func skewed() throws -> Shop {
    let shop = try Shop().at(.day(1))
    try shop.accept(.earn(100, for: .anna, reference: "a", expires: .day(1, hour: 30)))
    try shop.accept(.earn(40, for: .ben, reference: "b", expires: .day(1, hour: 10)))
    try shop.accept(
      .redeem(60, from: .anna, reference: "spent", occurred: .day(1, hour: 20)))
    return shop
  }

  @Test("balance, lots, balances and reports tell what a post can spend")
  func same() throws {
    let shop = try Self.skewed()
    for _ in 0..<2 {
      let ledger = shop.ledger
      #expect(try shop.split(.anna) == [40, 0, 0, 0])
      #expect(try shop.lots(.anna) == ["a 40"])
      #expect(try ledger.balances().map(\.balance.available) == [40, 40])
      #expect(try ledger.liability().map(\.outstanding) == [80])
      #expect(try ledger.expiring().reduce(0) { $0 + $1.points.minorUnits } == 80)
      #expect(try ledger.ageing().reduce(0) { $0 + $1.points.minorUnits } == 80)
      let flows = try #require(try ledger.rollforward().first)
      #expect(flows.closing == 80 && flows.flows.redeemed == 60)
      try shop.reopen()
    }
    #expect(
      try shop.refuse(.redeem(41, from: .anna, reference: "more"))
        == .insufficientPoints(available: 40))
    try shop.accept(.redeem(40, from: .anna, reference: "rest"))
  }

  @Test("as of an instant is as of that instant")
  func explicit() throws {
    let shop = try Self.skewed()
    #expect(try shop.split(.anna, asOf: .day(1)) == [100, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: .day(1, hour: 20)) == [40, 0, 0, 0])
    #expect(try shop.ledger.balances(asOf: .day(1)).map(\.balance.available) == [100, 40])
    #expect(
      try shop.ledger.liability(at: .asOf(.day(1, hour: 20))).map(\.outstanding) == [40])
  }

  @Test("an identifier that was linked ahead of the clock names its member now")
  func identifiers() throws {
    let shop = try Self.skewed()
    try shop.accept(
      .link(.cleo, to: .anna, reference: "link", occurred: .day(1, hour: 21)))
    #expect(try shop.split(.cleo) == [40, 0, 0, 0])
    #expect(try shop.ledger.balance(of: .cleo, asOf: .day(1, hour: 20))?.available == 40)
  }

  @Test("a close ahead of the clock is malformed, one at the clock is not")
  func close() throws {
    let shop = try Self.skewed()
    let ahead = Post.closePeriod(before: .day(1, 1), reference: "c1")
    #expect(try shop.refuse(ahead) == .malformed(.inTheFuture(posted: .day(1))))
    try shop.accept(.closePeriod(before: .day(1), reference: "c2"))
  }
}
