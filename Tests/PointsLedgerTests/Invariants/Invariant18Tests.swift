import Testing

@testable import PointsLedger

@Suite("Invariant 18: no sequence of posts overflows")
struct Invariant18Tests {
  private static let most = Points.maximumPerPost

  /// Fills an account to its limit: 9,223 posts of 10^15, and one of the rest.
  private func fill(
    _ member: MemberIdentifier, _ shop: Shop, expires: Instant? = nil
  ) throws {
    let whole = Int64.max / Self.most.minorUnits
    var posts = (0..<whole).map {
      Post.earn(Self.most, for: member, reference: .named("\(member) \($0)"), expires: expires)
    }
    posts.append(
      .earn(
        .of(Int64.max % Self.most.minorUnits), for: member, reference: .named("\(member) rest"),
        expires: expires))
    for (index, answer) in try shop.postInBatch(posts).others {
      Issue.record("\(posts[index]): \(answer)")
    }
    #expect(try shop.balance(member).available.minorUnits == .max)
  }

  @Test("a post takes up to 10^15 minor units, either sign where it has one")
  func onePost() throws {
    let shop = try Shop()
    for (index, points) in [Int64.max, .min, 1_000_000_000_000_001].enumerated() {
      #expect(
        try shop.refuse(.adjust(.of(points), of: .anna, reference: .named("a\(index)")))
          == .malformed(.pointsOutOfRange))
    }
    try shop.accept(.adjust(Self.most, of: .anna, reference: .named("a")))
    try shop.accept(.adjust(.of(-Self.most.minorUnits), of: .anna, reference: .named("b")))
    #expect(try shop.split(.anna) == [0, 0, 0, 0])
    for (index, points) in [Int64.max, .min, -1, 0].enumerated() {
      let code = try shop.refuse(
        .redeem(.of(points), from: .anna, reference: .named("r\(index)")))
      guard case .malformed = code else {
        Issue.record("\(points): \(code)")
        continue
      }
    }
  }

  @Test("an account takes gross credits up to 63 bits, by whatever way they come, and no more")
  func oneAccount() throws {
    let shop = try Shop { $0.durability = .buffered }
    try fill(.anna, shop)
    try shop.accept(.earn(2, for: .ben, reference: .named("ben")))
    try shop.accept(.redeem(1, from: .ben, reference: .named("ben spends")))
    let before = try shop.split(.anna)
    let refused: [Post] = [
      .earn(1, for: .anna, reference: .named("1")),
      .opening(1, for: .anna, reference: .named("2")),
      .adjust(1, of: .anna, reference: .named("3")),
      .transfer(1, from: .ben, to: .anna, reference: .named("4")),
      .merge(.ben, into: .anna, reference: .named("5")),
      .merge(.anna, into: .ben, reference: .named("6")),
    ]
    for post in refused {
      #expect(try shop.refuse(post) == .balanceOutOfRange, "\(post.kind)")
    }
    // Spent points may be restored only within the same limit.
    try shop.accept(.redeem(5, from: .anna, reference: .named("r")))
    #expect(
      try shop.refuse(.reverse(of: .named("r"), for: .anna, reference: .named("v")))
        == .balanceOutOfRange)
    #expect(try shop.split(.anna) == [before[0] - 5, 0, 0, 0])
    #expect(try shop.split(.ben) == [1, 0, 0, 0])
    try expectSound(shop.ledger, asOf: [.day(0)])
    #expect(try shop.ledger.replay().stateDigest == shop.ledger.stateDigest())
    #expect(shop.verify().problems == [])
  }

  @Test("sums over accounts and units that exceed 63 bits do not trap, nor turn negative")
  func sums() throws {
    let shop = try Shop { $0.durability = .buffered }
    try fill(.anna, shop, expires: .day(1))
    try fill(.ben, shop, expires: .day(1))
    let total = try shop.ledger.replay().totals.first { $0.kind == .earn }
    #expect(try #require(total).points > .zero)
    let swept = try shop.at(.day(1)).ledger.sweep()
    #expect(swept.entries == 2 * 9_224)
    #expect(try #require(swept[.points]).expired > .zero)
    #expect(try shop.balance(.anna).expired.minorUnits == .max)
  }

  @Test("an account has lots up to a limit, and one entry can take from all of them")
  func lots() throws {
    let shop = try Shop { $0.durability = .buffered }
    let count = Account.maximumLots
    let posts = (0..<count).map {
      Post.earn(2, for: .anna, reference: .named("e\($0)"), expires: .day(30))
    }
    _ = try shop.postInBatch(posts)
    #expect(try shop.balance(.anna).available == .of(2 * count))
    #expect(
      try shop.refuse(.earn(2, for: .anna, reference: .named("more")))
        == .tooManyLots(limit: count))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    try shop.accept(.transfer(.of(2 * count), from: .anna, to: .ben, reference: .named("t")))
    try shop.accept(.earn(2, for: .anna, reference: .named("room again")))
    #expect(
      try shop.refuse(.transfer(1, from: .anna, to: .ben, reference: .named("t2")))
        == .tooManyLots(limit: count))
    #expect(
      try shop.refuse(.merge(.anna, into: .ben, reference: .named("m")))
        == .tooManyLots(limit: count))
    // Points that return to existing lots need no room.
    try shop.accept(.redeem(1, from: .ben, reference: .named("r1")))
    try shop.accept(.reverse(of: .named("r1"), for: .ben, reference: .named("v1")))
    try shop.accept(.redeem(9, from: .ben, reference: .named("r2")))
    try shop.accept(.reverse(of: .named("r2"), for: .ben, reference: .named("v2")))
    let redeem = try shop.accept(
      .redeem(.of(2 * count - 1), from: .ben, reference: .named("r3")))
    #expect(redeem.allocations.count == count)
    try shop.accept(.reverse(99, of: .named("r3"), for: .ben, reference: .named("v3")))
    try shop.reopen()
    #expect(try shop.balance(.ben).available == 100)
  }

  @Test("an account has debts up to a limit, and one credit can pay all of them")
  func debts() throws {
    let shop = try Shop { $0.durability = .buffered }
    let most = Account.maximumDebts
    try shop.accept(.earn(.of(most + 9), for: .anna, reference: .named("e")))
    try shop.accept(.redeem(.of(most + 9), from: .anna, reference: .named("r")))
    let reversals = (0...most).map {
      Post.reverse(1, of: .named("e"), for: .anna, reference: .named("v\($0)"))
    }
    let answers = try shop.ledger.post(each: reversals)
    #expect(answers.filter { $0.name == "posted" }.count == most)
    #expect(answers.last?.name == "balanceOutOfRange")
    // Nor can a merge bring them together.
    try shop.accept(.earn(1, for: .ben, reference: .named("b1")))
    try shop.accept(.redeem(1, from: .ben, reference: .named("b2")))
    try shop.accept(.reverse(of: .named("b1"), for: .ben, reference: .named("b3")))
    #expect(
      try shop.refuse(.merge(.anna, into: .ben, reference: .named("m"))) == .balanceOutOfRange)
    try shop.accept(.earn(.of(most + 1), for: .anna, reference: .named("pay")))
    #expect(try shop.split(.anna) == [1, 0, 0, 0])
    try shop.reopen()
    #expect(try shop.split(.anna) == [1, 0, 0, 0])
    #expect(shop.verify().problems == [])
  }

  @Test("an account has open holds up to a limit, and all of them can end at once")
  func holds() throws {
    let shop = try Shop { $0.durability = .buffered }
    let most = Account.maximumHolds
    try shop.accept(.earn(.of(most + 9), for: .anna, reference: .named("e")))
    let holds = (0...most).map {
      Post.hold(1, of: .anna, until: .day(30), reference: .named("h\($0)"))
    }
    let answers = try shop.ledger.post(each: holds)
    #expect(answers.filter { $0.name == "posted" }.count == most)
    #expect(answers.last?.name == "balanceOutOfRange")
    // Nor can a merge bring them together.
    try shop.accept(.earn(1, for: .ben, reference: .named("b1")))
    try shop.accept(.hold(1, of: .ben, until: .day(30), reference: .named("b2")))
    #expect(
      try shop.refuse(.merge(.ben, into: .anna, reference: .named("m"))) == .balanceOutOfRange)
    try shop.reopen()
    #expect(try shop.split(.anna) == [9, 0, Int64(most), 0])
    let another = Post.hold(1, of: .anna, until: .day(20), reference: .named("another"))
    #expect(try shop.refuse(another) == .balanceOutOfRange)
    try shop.accept(.release(.named("h7"), for: .anna, reference: .named("r")))
    try shop.accept(.capture(of: .named("h5"), for: .anna, reference: .named("c")))
    try shop.accept(.hold(1, of: .anna, until: .day(20), reference: .named("room again")))
    try shop.accept(.hold(1, of: .anna, until: .day(20), reference: .named("and again")))
    #expect(try shop.split(.anna, asOf: .day(20)) == [10, 0, Int64(most) - 2, 0])
    #expect(try shop.split(.anna, asOf: .day(30)) == [Int64(most) + 8, 0, 0, 0])
    #expect(try shop.at(.day(30)).ledger.sweep().entries == most + 1)
    #expect(try shop.split(.anna) == [Int64(most) + 8, 0, 0, 0])
    #expect(shop.verify().problems == [])
  }

  @Test("a largest atomic group is written or refused, and the ledger goes on")
  func largestGroup() throws {
    let shop = try Shop()
    let long = String(repeating: "x", count: EntryTexts.maximumByteCount)
    let texts = EntryTexts(
      location: long, actor: long, reason: long, campaign: long, basis: "1", basisUnit: long,
      memo: String(repeating: "x", count: EntryTexts.maximumMemoByteCount))
    let group = (0..<Post.maximumGroup).map {
      Post.earn(1, for: .anna, reference: .named("g\($0)"), texts: texts)
    }
    let answers = try? shop.ledger.post(atomically: group)
    let names = Set((answers ?? []).map(\.name))
    #expect(answers?.count == group.count)
    #expect(names == ["posted"] || names.isSubset(of: ["malformed", "groupRefused"]), "\(names)")
    #expect(throws: Never.self) {
      try shop.accept(.earn(1, for: .ben, reference: .named("e")))
    }
    // In batches the same posts are accepted.
    let next = group.map { post in
      var post = post
      post.reference = .named("b \(post.reference)")
      return post
    }
    #expect(throws: Never.self) { try shop.ledger.post(each: next) }
  }

  @Test("far dates: nothing wraps around at the ends of time")
  func farDates() throws {
    let shop = try Shop(UnitTerms(restore: .grace(days: 36_525), inactivityDays: 36_525)) {
      $0.maximumClockLead = nil
    }
    shop.at(.latest)
    try shop.accept(.earn(10, for: .anna, reference: .named("e1"), activates: .latest))
    try shop.accept(
      .earn(
        10, for: .ben, reference: .named("e2"), activates: .earliest, expires: .latest,
        occurred: .earliest))
    #expect(try shop.ledger.lots(of: .anna, asOf: .epoch).isEmpty)
    #expect(try shop.split(.ben, asOf: .earliest) == [10, 0, 0, 0])
    #expect(try shop.split(.ben, asOf: .latest) == [0, 0, 0, 0])
    #expect(try shop.split(.anna, asOf: .latest) == [10, 0, 0, 0])
    try shop.accept(
      .hold(1, of: .ben, until: .latest, reference: .named("h"), occurred: .earliest))
    _ = try shop.ledger.sweep(asOf: .latest)
    try shop.reopen()
    #expect(shop.verify().problems == [])
  }
}
