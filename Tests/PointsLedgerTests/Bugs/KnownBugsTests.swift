import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Bugs of other ledgers, each reproduced here as it happened there.
@Suite("Bugs of other ledgers")
struct KnownBugsTests {
  @Test("OCA/pos #185: points doubled by an offline retry")
  func doubledByOfflineRetry() throws {
    let shop = try Shop()
    let sale = [
      Post.redeem(20, from: .anna, reference: .named("S1/1/redeem"), occurred: .day(0, 1)),
      Post.earn(50, for: .anna, reference: .named("S1/1/earn"), occurred: .day(0, 1)),
    ]
    try shop.accept(.earn(100, for: .anna, reference: .named("start")))
    #expect(try shop.ledger.post(atomically: sale).map(\.name) == ["posted", "posted"])
    // The till never saw the answer. It tries again later, after a restart, in a batch of its own.
    for day in 1...3 {
      shop.at(.day(day))
      #expect(try shop.ledger.post(atomically: sale).map(\.name) == ["duplicate", "duplicate"])
      try shop.reopen()
      #expect(try shop.ledger.post(each: sale).map(\.name) == ["duplicate", "duplicate"])
    }
    #expect(try shop.split(.anna) == [130, 0, 0, 0])
  }

  @Test("opencart #2349: points awarded again at each change of an order's status")
  func awardedAtEachStatus() throws {
    let shop = try Shop()
    for status in ["paid", "shipped", "complete", "paid"] {
      _ = try shop.post(
        .earn(
          100, for: .anna, reference: .named("order/4711/earn"),
          texts: EntryTexts(reason: status)))
    }
    #expect(try shop.balance(.anna).lifetime == [100, 0, 0])
    #expect(try shop.entry(.named("order/4711/earn")).post.texts.reason == "paid")
  }

  @Test("mollie/magento2 #928: an order reversed twice")
  func reversedTwice() throws {
    let shop = try Shop()
    try shop.accept(.earn(500, for: .anna, reference: .named("e")))
    try shop.accept(.redeem(200, from: .anna, reference: .named("r")))
    // Two workers handle the same refund, each with a reference of its own.
    try shop.accept(.reverse(of: .named("r"), for: .anna, reference: .named("refund/a")))
    #expect(
      try shop.refuse(.reverse(of: .named("r"), for: .anna, reference: .named("refund/b")))
        == .alreadyReversed(remaining: 0))
    #expect(
      try shop.refuse(
        .reverse(200, of: .named("r"), for: .anna, reference: .named("refund/c")))
        == .alreadyReversed(remaining: 0))
    #expect(try shop.split(.anna) == [500, 0, 0, 0])
  }

  @Test("odoo #257854: refunded, and the points kept")
  func refundedAndKept() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("sale")))
    try shop.accept(.redeem(100, from: .anna, reference: .named("reward")))
    // The sale is refunded in two parts after its points are spent.
    try shop.accept(.reverse(30, of: .named("sale"), for: .anna, reference: .named("back 1")))
    try shop.accept(.reverse(of: .named("sale"), for: .anna, reference: .named("back 2")))
    #expect(try shop.split(.anna) == [0, 0, 0, 100])
    try shop.accept(.earn(40, for: .anna, reference: .named("next sale")))
    #expect(try shop.split(.anna) == [0, 0, 0, 60])
  }

  @Test("erpnext #59050: redeemed against the total, debited from one kind only")
  func debitedFromOneKind() throws {
    let shop = try Shop(more: [UnitDefinition(.stamps)])
    try shop.accept(.opening(40, for: .anna, reference: .named("opening")))
    try shop.accept(.earn(30, for: .anna, reference: .named("earned"), expires: .day(9)))
    try shop.accept(.adjust(20, of: .anna, reference: .named("goodwill")))
    try shop.accept(.earn(1_000, for: .anna, reference: .named("stamps"), unit: .stamps))
    let redeem = try shop.accept(.redeem(85, from: .anna, reference: .named("r")))
    #expect(redeem.allocations.map(\.points) == [30, 40, 15])
    #expect(try shop.lots(.anna) == ["goodwill 5"])
    #expect(try shop.split(.anna) == [5, 0, 0, 0])
    #expect(
      try shop.refuse(.redeem(6, from: .anna, reference: .named("r2")))
        == .insufficientPoints(available: 5))
    #expect(try shop.split(.anna, .stamps) == [1_000, 0, 0, 0])
  }

  @Test("fuint #71: twenty concurrent gifts turn 100 points into 2,000")
  func concurrentGifts() throws {
    let shop = try Shop()
    let ledger = shop.ledger
    try shop.accept(.earn(100, for: .anna, reference: .named("e")))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    let answers = Threads.run(20) { index in
      try? ledger.post(
        .transfer(100, from: .anna, to: .ben, reference: .named("gift \(index)")))
    }
    #expect(answers.filter { $0?.name == "posted" }.count == 1)
    #expect(answers.filter { $0?.name == "insufficientPoints" }.count == 19)
    #expect(try shop.split(.anna) == [0, 0, 0, 0])
    #expect(try shop.split(.ben) == [100, 0, 0, 0])
  }

  @Test("medusa #16347: concurrent checkouts spend the same points")
  func concurrentCheckouts() async throws {
    let shop = try Shop()
    let ledger = shop.ledger
    _ = try await ledger.post(.earn(100, for: .anna, reference: .named("e")))
    // Each checkout reserves, then captures.
    let spent = try await withThrowingTaskGroup(of: Int64.self) { group in
      for index in 0..<20 {
        group.addTask {
          let hold = Reference.named("hold \(index)")
          let held = try await ledger.post(
            .hold(30, of: .anna, until: .day(1), reference: hold))
          guard case .posted = held else { return 0 }
          let captured = try await ledger.post(
            .capture(of: hold, for: .anna, reference: .named("capture \(index)")))
          return captured.receipt?.entry.amount.minorUnits ?? 0
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(spent == 90)
    #expect(try shop.split(.anna) == [10, 0, 0, 0])
  }

  @Test("medusa #6653: expired value still spendable until a nightly job runs")
  func expiredButSpendable() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e"), expires: .day(1)))
    shop.at(.day(1))
    #expect(try shop.split(.anna) == [0, 0, 0, 0])
    #expect(
      try shop.refuse(.redeem(1, from: .anna, reference: .named("r")))
        == .insufficientPoints(available: 0))
    #expect(
      try shop.refuse(.hold(1, of: .anna, until: .day(2), reference: .named("h")))
        == .insufficientPoints(available: 0))
    #expect(try !shop.entries().contains { $0.kind == .expire }, "no job has run")
  }

  @Test("odoo #222428: the visitor's day against the server's")
  func whoseDay() throws {
    // Midnight in Auckland is 11:00 UTC of the day before: an instant, not a date, is stored.
    let shop = try Shop()
    let midnight = Instant.day(30, hour: 11)
    try shop.accept(.earn(100, for: .anna, reference: .named("e"), expires: midnight))
    #expect(try shop.split(.anna, asOf: midnight.before) == [100, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: midnight) == [0, 0, 0, 0])
    #expect(try shop.entry(.named("e")).post.expires == .at(midnight))
  }

  @Test("odoo #111670: a balance of -1e-14")
  func noFractions() throws {
    let shop = try Shop(UnitTerms(scale: 2))
    // 0.10 ten times, less 1.00: nothing, not nearly nothing.
    for index in 0..<10 {
      try shop.accept(.earn(10, for: .anna, reference: .named("e\(index)")))
    }
    try shop.accept(.redeem(1_00, from: .anna, reference: .named("r")))
    #expect(try shop.split(.anna) == [0, 0, 0, 0])
    #expect(try shop.lots(.anna) == [])
    for index in 0..<3 {
      try shop.accept(
        .reverse(33, of: .named("r"), for: .anna, reference: .named("v\(index)")))
    }
    #expect(
      try shop.refuse(.reverse(2, of: .named("r"), for: .anna, reference: .named("v3")))
        == .alreadyReversed(remaining: 1))
    #expect(try shop.split(.anna) == [99, 0, 0, 0])
  }

  @Test("odoo #171706: merged cards unusable")
  func mergedCards() throws {
    let shop = try Shop()
    try shop.accept(.earn(60, for: .named("old card"), reference: .named("e1")))
    try shop.accept(.earn(50, for: .named("new card"), reference: .named("e2")))
    try shop.accept(.redeem(10, from: .named("old card"), reference: .named("r1")))
    try shop.accept(
      .merge(.named("old card"), into: .named("new card"), reference: .named("m")))
    try shop.reopen()
    for card in ["old card", "new card"] {
      #expect(try shop.split(.named(card)) == [100, 0, 0, 0])
      try shop.accept(.earn(1, for: .named(card), reference: .named("earn \(card)")))
      try shop.accept(.redeem(1, from: .named(card), reference: .named("spend \(card)")))
      #expect(
        try shop.post(.redeem(10, from: .named(card), reference: .named("r1"))).name
          == "duplicate")
    }
    try shop.accept(
      .reverse(of: .named("r1"), for: .named("old card"), reference: .named("v")))
    #expect(try shop.split(.named("new card")) == [110, 0, 0, 0])
  }

  @Test("one-second timestamps cannot order a replay")
  func orderWithinASecond() throws {
    let shop = try Shop()
    // All at one instant: the order of the log decides, also about which refusal comes first.
    for index in 0..<20 {
      try shop.accept(.earn(10, for: .anna, reference: .named("e\(index)"), expires: .day(9)))
      try shop.accept(.redeem(10, from: .anna, reference: .named("r\(index)")))
      #expect(
        try shop.refuse(.redeem(1, from: .anna, reference: .named("no\(index)")))
          == .insufficientPoints(available: 0))
    }
    let digest = try shop.ledger.stateDigest()
    try shop.reopen()
    #expect(try shop.ledger.stateDigest() == digest)
    #expect(shop.verify().problems == [])
  }

  @Test("refunded points never expire")
  func refundedPointsExpire() throws {
    for restore in [UnitTerms.Restore.original, .grace(days: 5), .reissue(days: 5)] {
      let shop = try Shop(UnitTerms(restore: restore))
      try shop.accept(.earn(50, for: .anna, reference: .named("e1"), expires: .day(2)))
      try shop.accept(.earn(50, for: .anna, reference: .named("e2"), expires: .day(9)))
      try shop.accept(.redeem(100, from: .anna, reference: .named("r")))
      try shop.at(.day(4)).accept(.reverse(of: .named("r"), for: .anna, reference: .named("v")))
      let isForfeited = restore == .original
      #expect(try shop.split(.anna) == [isForfeited ? 50 : 100, 0, 0, 0], "\(restore)")
      #expect(try shop.ledger.lots(of: .anna).allSatisfy { $0.expires == .day(9) })
      #expect(try shop.split(.anna, asOf: .day(9)) == [0, 0, 0, 0])
    }
  }
}
