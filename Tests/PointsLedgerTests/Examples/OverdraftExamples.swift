import Testing

@testable import PointsLedger

@Suite("A negative adjustment may overdraw: what is short is owed, traceably")
struct OverdraftExamples {
  /// A sale offline took 50; 30 were there, 10 of them pending. The rest is owed.
  private static func overdrawn(_ terms: UnitTerms = UnitTerms()) throws -> Shop {
    let shop = try Shop(terms).at(.day(60))
    try shop.accept(
      .earn(20, for: .anna, reference: "e1", expires: .day(30), occurred: .day(1)))
    try shop.accept(
      .earn(10, for: .anna, reference: "e2", activates: .day(40), occurred: .day(1)))
    try shop.accept(
      .adjust(-50, of: .anna, reference: "adj", overdraws: true, occurred: .day(2)))
    return shop
  }

  private static func reverse(_ points: Points?, _ reference: Reference, _ day: Int) -> Post {
    .reverse(points, of: "adj", for: .anna, reference: reference, occurred: .day(day))
  }

  private func check(_ shop: Shop) throws {
    #expect(try shop.ledger.replay().stateDigest == (try shop.ledger.stateDigest()))
    try shop.ledger.close()
    #expect(shop.verify().problems.isEmpty)
  }

  @Test("it takes what is available, then what is pending, and owes the rest")
  func takes() throws {
    let shop = try Self.overdrawn()
    let entry = try shop.entry("adj")
    #expect(entry.allocations.map(\.points) == [20, 10] && entry.arrears == 20)
    #expect(entry.change == -50 && entry.amount == 50)
    #expect(entry.post.overdraws == true)
    #expect(try shop.split(.anna) == [0, 0, 0, 20])
    try shop.accept(.adjust(-3, of: .anna, reference: "more", overdraws: true))
    #expect(try shop.split(.anna) == [0, 0, 0, 23])
    try check(shop)
  }

  @Test("named lots come first; held points stay; an account is opened if there is none")
  func named() throws {
    let shop = try Shop(more: [UnitDefinition(.named("miles"))]).at(.day(60))
    for (number, points) in [(1, 10), (2, 10), (3, 5)] as [(Int, Points)] {
      try shop.accept(
        .earn(points, for: .anna, reference: .named("e\(number)"), occurred: .day(number)))
    }
    try shop.accept(
      .hold(
        5, of: .anna, until: .day(50), reference: "h", lots: [.named("e3")], occurred: .day(4)))
    let taken = try shop.accept(
      .adjust(
        -26, of: .anna, reference: "adj", lots: [.named("e2")], overdraws: true,
        occurred: .day(5)))
    #expect(taken.allocations.map(\.origin) == [.init(3), .init(2)])
    #expect(taken.balance?.split == [0, 0, 5, 6])
    try shop.accept(
      .adjust(-4, of: .anna, reference: "m", unit: .named("miles"), overdraws: true))
    #expect(try shop.split(.anna, .named("miles")) == [0, 0, 0, 4])
    #expect(
      try shop.refuse(.adjust(-4, of: .named("nobody"), reference: "n", overdraws: true))
        == .unknownMember)
    try check(shop)
  }

  @Test("a policy is for an adjustment below 0 only, and is content")
  func policy() throws {
    let shop = try Self.overdrawn()
    #expect(
      try shop.refuse(.adjust(5, of: .anna, reference: "p", overdraws: true))
        == .malformed(.unexpected(.policy)))
    var redeem = Post.redeem(5, from: .anna, reference: "p")
    redeem.overdraws = true
    #expect(try shop.refuse(redeem) == .malformed(.unexpected(.policy)))
    var retry = Post.adjust(-50, of: .anna, reference: "adj", occurred: .day(2))
    #expect(try shop.post(retry).name == "duplicate")
    retry.overdraws = false
    guard case .referenceConflict(_, let fields) = try shop.refuse(retry) else {
      Issue.record("no conflict")
      return
    }
    #expect(fields == [.policy])
  }

  @Test("later credits pay it oldest first, and it names them")
  func paid() throws {
    let shop = try Self.overdrawn()
    try shop.accept(
      .adjust(-5, of: .anna, reference: "adj2", overdraws: true, occurred: .day(3)))
    try shop.accept(.earn(8, for: .anna, reference: "p1", occurred: .day(4)))
    try shop.accept(.earn(14, for: .anna, reference: "p2", occurred: .day(5)))
    func payments(_ reference: Reference) throws -> [Points] {
      try shop.ledger.payments(of: shop.entry(reference).sequence).map(\.points)
    }
    #expect(try payments("adj") == [8, 12])
    #expect(try payments("adj2") == [2])
    #expect(try shop.split(.anna) == [0, 0, 0, 3])
  }

  @Test("a reversal cancels what is owed, then gives back what paid, then what was taken")
  func reversed() throws {
    let shop = try Self.overdrawn()
    try shop.accept(
      .earn(8, for: .anna, reference: "p1", expires: .day(90), occurred: .day(4)))
    try shop.accept(.earn(5, for: .anna, reference: "p2", occurred: .day(5)))
    // 20 were owed, 13 are paid.
    let first = try shop.accept(Self.reverse(4, "v1", 6)).entry
    #expect(first.cancelled == 4 && first.allocations.isEmpty && first.change == 4)
    #expect(try shop.split(.anna, asOf: .day(6)) == [0, 0, 0, 3])
    let second = try shop.accept(Self.reverse(9, "v2", 7)).entry
    #expect(second.cancelled == 3)
    #expect(second.allocations.map(\.points) == [5, 1])
    #expect(try shop.lots(.anna, asOf: .day(7)) == ["p1 1", "p2 5"])
    let third = try shop.accept(Self.reverse(nil, "v3", 8)).entry
    #expect(third.cancelled == 0)
    #expect(third.allocations.map(\.points) == [7, 10, 20])
    #expect(try shop.split(.anna, asOf: .day(8)) == [33, 10, 0, 0])
    #expect(
      try shop.lots(.anna, asOf: .day(8)) == ["e1 20", "p1 8", "e2 10", "p2 5"])
    #expect(
      try shop.refuse(Self.reverse(1, "v4", 9)) == .alreadyReversed(remaining: 0))
    try check(shop)
  }

  @Test("through merges and gifts; a lot that died meanwhile forfeits, or comes back with grace")
  func throughMerges() throws {
    for restore in [UnitTerms.Restore.original, .grace(days: 9), .reissue(days: 9)] {
      let shop = try Self.overdrawn(UnitTerms(restore: restore))
      try shop.accept(
        .earn(30, for: .ben, reference: "b1", expires: .day(20), occurred: .day(3)))
      try shop.accept(.transfer(6, from: .ben, to: .anna, reference: "gift", occurred: .day(4)))
      try shop.accept(.merge(.anna, into: .ben, reference: "m", occurred: .day(5)))
      // The gift paid 6 and the merge 14; nothing is owed.
      #expect(try shop.split(.ben, asOf: .day(5)) == [10, 0, 0, 0])
      let alive = try shop.accept(
        .reverse(10, of: "adj", for: .ben, reference: "v1", occurred: .day(6))
      ).entry
      #expect(alive.cancelled == 0 && alive.allocations.map(\.points) == [10])
      #expect(try shop.split(.ben, asOf: .day(6)) == [20, 0, 0, 0])
      let dead = try shop.accept(
        .reverse(10, of: "adj", for: .ben, reference: "v2", occurred: .day(25))
      ).entry
      #expect(dead.change == 10)
      let left: Int64 = restore == .original ? 0 : 10
      #expect(try shop.split(.ben, asOf: .day(25)) == [left, 0, 0, 0])
      #expect(dead.lots.reduce(0) { $0 + $1.points.minorUnits } == left)
      try check(shop)
    }
  }
}
