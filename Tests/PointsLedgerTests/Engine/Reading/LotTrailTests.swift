import Testing

@testable import PointsLedger

@Suite("A credit's uses lead to each debt that its points paid, and through every move")
struct LotTrailTests {
  /// `80 redeem`, `30 reverse for o1`.
  private func uses(of reference: Reference, _ shop: Shop) throws -> [String] {
    try shop.ledger.uses(of: shop.entry(reference).sequence).map { use in
      let debt = try use.debt.map { try shop.ledger.entry(at: $0)?.reference?.description ?? "?" }
      return "\(use.points) \(use.kind.name)" + (debt.map { " for \($0)" } ?? "")
    }
  }

  @Test("what a reversal gave back, and what of it paid a debt, stay apart")
  func restoredPointsPay() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e1")))
    try shop.accept(.redeem(80, from: .anna, reference: .named("r1")))
    try shop.accept(.adjust(-50, of: .anna, reference: .named("o1"), overdraws: true))
    try shop.accept(.reverse(50, of: .named("r1"), for: .anna, reference: .named("v1")))
    #expect(
      try uses(of: .named("e1"), shop)
        == ["80 redeem", "20 adjust", "-50 reverse", "30 reverse for o1"])
    // A debt takes all that a second reversal gives back.
    try shop.accept(.adjust(-30, of: .anna, reference: .named("o2"), overdraws: true))
    try shop.accept(.reverse(10, of: .named("r1"), for: .anna, reference: .named("v2")))
    #expect(
      try uses(of: .named("e1"), shop).suffix(2) == ["-10 reverse", "10 reverse for o2"])
  }

  @Test("a transfer to a debtor brings all that it moved, and pays with it")
  func transferPays() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("a1")))
    try shop.accept(.enroll(.ben, reference: .named("b0")))
    try shop.accept(.adjust(-30, of: .ben, reference: .named("b1"), overdraws: true))
    try shop.accept(.transfer(50, from: .anna, to: .ben, reference: .named("t1")))
    #expect(
      try uses(of: .named("a1"), shop) == ["50 transfer", "-50 counter", "30 counter for b1"])
  }

  @Test("a credit that pays at once names the debt")
  func creditPaysItself() throws {
    let shop = try Shop()
    try shop.accept(.enroll(.anna, reference: .named("a0")))
    try shop.accept(.adjust(-30, of: .anna, reference: .named("o1"), overdraws: true))
    try shop.accept(.earn(100, for: .anna, reference: .named("e1")))
    #expect(try uses(of: .named("e1"), shop) == ["30 earn for o1"])
  }

  @Test("a merge moves what is left of each credit, and the survivor's counter names the lots")
  func merge() throws {
    let shop = try Shop()
    try shop.accept(.earn(10, for: .anna, reference: .named("eA")))
    try shop.accept(.redeem(3, from: .anna, reference: .named("rA")))
    try shop.accept(.hold(2, of: .anna, until: .day(5), reference: .named("hA")))
    try shop.accept(.enroll(.ben, reference: .named("b0")))
    try shop.accept(.adjust(-4, of: .ben, reference: .named("oB"), overdraws: true))
    let merge = try shop.accept(.merge(.anna, into: .ben, reference: .named("m"))).sequence
    #expect(
      try uses(of: .named("eA"), shop)
        == ["3 redeem", "-7 counter", "4 counter for oB", "7 counter"])
    let counters = [1, 2].map { SequenceNumber(merge.value + $0) }
    let lots = try counters.map { try shop.ledger.lots(mergedBy: $0) }
    #expect(lots.map { $0.map(\.points) } == [[7], []])
    #expect(try lots[0].first?.origin == shop.entry(.named("eA")).sequence)
    #expect(try shop.ledger.lots(mergedBy: merge) == [])
  }

  @Test("debts and credits agree on each payment, merges and credits on each lot")
  func bothWaysAgree() throws {
    let found = try compareBothWays(FullSession.finished(), "the session")
    #expect(found.payments > 0 && found.mergedLots > 0)
    let start = UInt64.random(in: 0...1_000_000)
    for seed in start..<start + 3 {
      let shop = try FullSession.shop()
      try RandomSession(seed: seed).run(on: shop, steps: 200)
      _ = try compareBothWays(shop, "seed \(seed)")
    }
  }

  private func compareBothWays(
    _ shop: Shop, _ comment: Comment
  ) throws -> (payments: Int, mergedLots: Int) {
    var paid: [[SequenceNumber]: Int64] = [:]
    var used: [[SequenceNumber]: Int64] = [:]
    var merged: [[SequenceNumber]: Int64] = [:]
    var moved: [[SequenceNumber]: Int64] = [:]
    for entry in try shop.entries() {
      for payment in try shop.ledger.payments(of: entry.sequence) {
        let key = [payment.debt, payment.origin, payment.entry]
        paid[key, default: 0] += payment.points.minorUnits
      }
      let lots = try shop.ledger.lots(mergedBy: entry.sequence)
      let sum = lots.reduce(0) { $0 + $1.points.minorUnits }
      #expect(lots.isEmpty || sum == entry.amount.minorUnits, comment)
      for lot in lots { merged[[entry.sequence, lot.origin], default: 0] += lot.points.minorUnits }
      for use in try shop.ledger.uses(of: entry.sequence) {
        if let debt = use.debt {
          used[[debt, entry.sequence, use.entry], default: 0] += use.points.minorUnits
        } else if use.kind == .counter, use.points < .zero, try isMerge(use, shop) {
          moved[[use.entry, entry.sequence], default: 0] -= use.points.minorUnits
        }
      }
    }
    #expect(paid == used, comment)
    #expect(merged == moved, comment)
    return (paid.count, merged.count)
  }

  private func isMerge(_ use: LotUse, _ shop: Shop) throws -> Bool {
    let original = try shop.ledger.entry(at: use.entry)?.original
    return try original.flatMap { try shop.ledger.entry(at: $0)?.kind } == .merge
  }
}
