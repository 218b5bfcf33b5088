import Testing

@testable import PointsLedger

@Suite("Revenue from points, as they are used")
struct RevenueTests {
  /// 10,000 points issued in 2024; 4,500 are used in that year, 4,000 in the next.
  private static func shop() throws -> Shop {
    let shop = try Shop { $0.maximumClockLead = nil }.at(.day(800))
    try shop.accept(
      .earn(10_000, for: .anna, reference: "e", expires: .day(760), occurred: .day(1)))
    try shop.accept(.redeem(4_500, from: .anna, reference: "r1", occurred: .day(300)))
    try shop.accept(.redeem(4_000, from: .anna, reference: "r2", occurred: .day(500)))
    return shop
  }

  private func amount(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

  /// The arithmetic of the customer loyalty programme in the examples of IFRS 15.
  @Test("of 9,000 allocated, 4,500 of 9,700 used are 4,175, then 8,500 of 9,900 are 3,552 more")
  func example() throws {
    let ledger = try Self.shop().ledger
    let first = try #require(
      try ledger.revenue(
        at: .before(.day(366)), allocated: amount("9000"), breakage: amount("3")
      ).first)
    #expect(first.expectedUse.description == "9700")
    #expect(first.recognised.description == "4175" && first.liability.description == "4825")
    let second = try #require(
      try ledger.revenue(
        at: .before(.day(731)), allocated: amount("9000"), breakage: amount("1"),
        recognised: first.recognisedToDate
      ).first)
    #expect(second.used == 8_500 && second.expectedUse.description == "9900")
    #expect(second.recognised.description == "3552")
    #expect(second.recognisedToDate.description == "7727")
    #expect(second.liability.description == "1273")
  }

  @Test("periods add up to the whole, to the cent")
  func periods() throws {
    let ledger = try Self.shop().ledger
    for length in [CalendarPeriod.Length.month, .quarter, .year] {
      let rows = try ledger.revenue(
        at: .before(.day(731)), allocated: amount("9000.00"), breakage: amount("1"), by: length)
      var sum = ExactDecimal.zero
      for row in rows {
        sum = try sum.plus(row.recognised)
        #expect(try row.recognisedToDate.plus(row.liability).description == "9000")
      }
      #expect(sum.description == "7727.27")
      #expect(rows.count == [.month: 24, .quarter: 8, .year: 2][length])
    }
  }

  @Test("never more is recognised than was allocated, and nothing for points of other months")
  func bounds() throws {
    let ledger = try Self.shop().ledger
    let rows = try ledger.revenue(
      at: .before(.day(731)), allocated: amount("9000"), breakage: amount("50"))
    #expect(rows.map(\.recognised.description) == ["9000"])
    #expect(rows.map(\.liability.description) == ["0"])
    let other = try #require(IssueSpan(first: CalendarPeriod("2025"), last: nil))
    #expect(
      try ledger.revenue(allocated: amount("9000"), breakage: amount("1"), issued: other).isEmpty)
    #expect(throws: LedgerError.self) {
      try ledger.revenue(allocated: amount("9000"), breakage: amount("100.1"))
    }
    let none = try ledger.revenue(
      at: .before(.day(200)), allocated: amount("9000"), breakage: amount("100"))
    #expect(none.map(\.recognised.description) == ["0"])
  }

  @Test("a breakage rate comes from months of which nothing is left, up to the first that has some")
  func history() throws {
    let shop = try Self.shop()
    try shop.accept(.earn(90, for: .ben, reference: "b1", expires: .day(70), occurred: .day(40)))
    try shop.accept(.redeem(60, from: .ben, reference: "b2", occurred: .day(41)))
    try shop.accept(.earn(5, for: .ben, reference: "b3", occurred: .day(100)))
    try shop.accept(.earn(5, for: .cleo, reference: "b4", occurred: .day(140)))
    try shop.accept(.redeem(5, from: .cleo, reference: "b5", occurred: .day(141)))
    #expect(try shop.ledger.breakageHistory(at: .before(.day(731))) == nil)
    let history = try #require(try shop.ledger.breakageHistory(at: .before(.day(790))))
    #expect("\(history.first) \(history.last)" == "2024-01 2024-02")
    // 1,500 and 30 of 10,000 and 90.
    #expect(history.percent.description == "15.1635")
  }
}
