import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Refusals: each code is reachable, and a refused post changes nothing")
struct RefusalTests {
  /// A shop with points, a hold, a pending lot, a frozen member, a merged one, a closed period.
  private static func busyShop() throws -> Shop {
    let shop = try Shop(more: [UnitDefinition(.stamps, terms: UnitTerms(reversal: .refuse))])
    let posts: [Post] = [
      .earn(100, for: .anna, reference: .named("e1"), expires: .day(4)),
      .earn(50, for: .anna, reference: .named("e2"), activates: .day(3)),
      .earn(60, for: .anna, reference: .named("e3"), occurred: .day(0)),
      .redeem(30, from: .anna, reference: .named("r1")),
      .hold(20, of: .anna, until: .day(2), reference: .named("h1")),
      .hold(20, of: .anna, until: .day(5), reference: .named("h2")),
      .earn(9, for: .anna, reference: .named("s1"), unit: .stamps),
      .redeem(5, from: .anna, reference: .named("s2"), unit: .stamps),
      .earn(10, for: .ben, reference: .named("b1")),
      .freeze(.ben, credits: true, reference: .named("f")),
      .earn(10, for: .cleo, reference: .named("c1")),
      .earn(10, for: .dora, reference: .named("d1")),
      .merge(.dora, into: .cleo, reference: .named("m")),
      .enroll(.named("single"), reference: .named("single")),
    ]
    for post in posts { try shop.accept(post) }
    shop.at(.day(1))
    try shop.accept(.closePeriod(before: .day(0, 1), reference: .named("close")))
    return shop
  }

  private static let ref = Reference.named("refused")

  private static let recorded: [(RefusalCode, Post)] = [
    (.insufficientPoints(available: 90), .redeem(91, from: .anna, reference: ref)),
    (
      .insufficientPoints(available: 90),
      .hold(91, of: .anna, until: .day(2), reference: ref)
    ),
    (.insufficientPoints(available: 90), .adjust(-91, of: .anna, reference: ref)),
    (
      .insufficientPoints(available: 90),
      .transfer(91, from: .anna, to: .cleo, reference: ref)
    ),
    (
      .insufficientPoints(available: 20),
      .capture(21, of: .named("h1"), for: .anna, reference: ref)
    ),
    (
      .insufficientPoints(available: 4),
      .reverse(of: .named("s1"), for: .anna, reference: ref, unit: .stamps)
    ),
    (.unknownMember, .redeem(1, from: .named("nobody"), reference: ref)),
    (.unknownMember, .transfer(1, from: .anna, to: .named("nobody"), reference: ref)),
    (.unknownMember, .unlink(.anna, from: .cleo, reference: ref)),
    (.unknownOriginal, .reverse(of: .named("nothing"), for: .anna, reference: ref)),
    (.unknownOriginal, .reverse(of: .named("b1"), for: .anna, reference: ref)),
    (.unknownOriginal, .reverse(of: .named("e1"), for: .anna, reference: ref, unit: .stamps)),
    (.unknownOriginal, .capture(of: .named("e1"), for: .anna, reference: ref)),
    (.unknownOriginal, .release(.named("r1"), for: .anna, reference: ref)),
    (.unknownOriginal, .extend(.named("r1"), of: .anna, to: nil, reference: ref)),
    (.unknownOriginal, .redeem(1, from: .anna, reference: ref, lots: [.named("c1")])),
    (
      .alreadyReversed(remaining: 30),
      .reverse(31, of: .named("r1"), for: .anna, reference: ref)
    ),
    (.notReversible, .reverse(of: .named("h1"), for: .anna, reference: ref)),
    (.notReversible, .reverse(of: .named("m"), for: .cleo, reference: ref)),
    (.notExtendable, .extend(.named("e1"), of: .anna, to: .day(4), reference: ref)),
    (.notExtendable, .extend(.named("e3"), of: .anna, to: .day(9), reference: ref)),
    (.memberFrozen, .redeem(1, from: .ben, reference: ref)),
    (.memberFrozen, .earn(1, for: .ben, reference: ref)),
    (.memberFrozen, .transfer(1, from: .anna, to: .ben, reference: ref)),
    (.memberFrozen, .merge(.anna, into: .ben, reference: ref)),
    (.sameMember, .transfer(1, from: .anna, to: .anna, reference: ref)),
    (.sameMember, .merge(.dora, into: .cleo, reference: ref)),
    (.identifierTaken, .enroll(.anna, reference: ref)),
    (.identifierTaken, .link(.dora, to: .anna, reference: ref)),
    (.lastIdentifier, .unlink(.named("single"), from: .named("single"), reference: ref)),
    (.scaleFixed, .unit(.points, terms: UnitTerms(scale: 1), reference: ref)),
    (.periodClosed(through: .day(0, 1)), .closePeriod(before: .day(0, 1), reference: ref)),
  ]

  private static let instants = (-1...8).flatMap { [Instant.day($0), Instant.day($0, 1)] }

  @Test("recorded: one refusal entry, no balance, lot or hold changed at any instant")
  func recordedRefusals() throws {
    let shop = try Self.busyShop()
    let before = try Picture(of: shop.ledger, at: Self.instants)
    let digest = try shop.ledger.stateDigest()
    for (index, (code, original)) in Self.recorded.enumerated() {
      var post = original
      post.reference = .named("refused \(index)")
      let next = shop.ledger.nextSequence
      let refusal = try #require(try shop.post(post).refusal, "\(index) \(post.kind)")
      #expect(refusal.code == code, "\(index) \(post.kind)")
      #expect(refusal.sequence == next && code.isRecorded)
      #expect(shop.ledger.nextSequence.value == next.value + 1, "it books nothing else")
      let entry = try shop.entry(post.reference)
      #expect(entry.kind == .refusal && entry.post.kind == post.kind && entry.refusal == code)
      #expect(entry.change == 0 && entry.post.points == post.points)
      #expect(entry.post.member == post.member && entry.post.original == post.original)
      #expect(entry.post.counterparty == post.counterparty && entry.post.lots == post.lots)
    }
    #expect(try Picture(of: shop.ledger, at: Self.instants) == before)
    #expect(try shop.ledger.stateDigest() == digest)
    try shop.reopen()
    #expect(try Picture(of: shop.ledger, at: Self.instants) == before)
    #expect(shop.verify().problems == [])
  }

  @Test("a closed hold is holdClosed, and what came after it stays")
  func holdClosed() throws {
    let shop = try Self.busyShop()
    try shop.accept(.release(.named("h2"), for: .anna, reference: .named("rel")))
    let before = try Picture(of: shop.ledger, at: Self.instants)
    for (index, post) in [
      Post.capture(of: .named("h2"), for: .anna, reference: .named("1")),
      .release(.named("h2"), for: .anna, reference: .named("2")),
      .capture(1, of: .named("h2"), for: .anna, reference: .named("3")),
    ].enumerated() {
      #expect(try shop.refuse(post) == .holdClosed, "\(index)")
    }
    #expect(try Picture(of: shop.ledger, at: Self.instants) == before)
  }

  @Test("a refused group: every reference is decided, and none of its posts has any effect")
  func groupRefused() throws {
    let shop = try Self.busyShop()
    shop.at(.day(4, 7))
    // It would expire e1's lot, enrol a member, define a unit, and close a period.
    let group: [Post] = [
      .earn(5, for: .anna, reference: .named("g1")),
      .earn(5, for: .named("new"), reference: .named("g2")),
      .link(.named("anna's phone"), to: .anna, reference: .named("g3")),
      .unit(.miles, terms: UnitTerms(), reference: .named("g4")),
      .closePeriod(before: .day(4), reference: .named("g5")),
      .merge(.cleo, into: .anna, reference: .named("g6")),
      .redeem(9_999, from: .anna, reference: .named("g7")),
    ]
    let instants = Self.instants
    let before = try Picture(of: shop.ledger, at: instants)
    let digest = try shop.ledger.stateDigest()
    let next = shop.ledger.nextSequence.value
    let codes = try shop.ledger.post(atomically: group).map(\.refusal?.code)
    #expect(codes.dropLast().allSatisfy { $0 == .groupRefused })
    guard case .insufficientPoints = codes[6] else {
      Issue.record("\(String(describing: codes[6]))")
      return
    }
    #expect(shop.ledger.nextSequence.value == next + 7)
    #expect(try Picture(of: shop.ledger, at: instants) == before)
    #expect(try shop.ledger.stateDigest() == digest)
    #expect(shop.ledger.units.count == 2)
    #expect(try shop.ledger.balance(of: .named("new")) == nil)
    #expect(shop.verify().problems == [])
  }

  @Test("not recorded: malformed, unknown unit, conflict: nothing is written at all")
  func unrecorded() throws {
    let shop = try Self.busyShop()
    var noMember = Post.redeem(1, from: .anna, reference: Self.ref)
    noMember.member = nil
    var expiring = Post.redeem(1, from: .anna, reference: Self.ref)
    expiring.expires = .at(.day(9))
    var lots = Post.redeem(1, from: .anna, reference: Self.ref)
    lots.lots = [.named("e1"), .named("e1")]
    var many = lots
    many.lots = (0...Post.maximumLots).map { .named("lot \($0)") }
    let long = EntryTexts(memo: String(repeating: "x", count: 1_025))
    let e1 = try shop.entry(.named("e1")).sequence
    let posts: [(RefusalCode, Post)] = [
      (.unknownUnit, .earn(1, for: .anna, reference: Self.ref, unit: .miles)),
      (
        .referenceConflict(existing: e1, differing: [.points]),
        .earn(99, for: .anna, reference: .named("e1"))
      ),
      (.malformed(.missing(.member)), noMember),
      (.malformed(.unexpected(.expires)), expiring),
      (.malformed(.repeatedLot(.named("e1"))), lots),
      (.malformed(.tooManyLots(maximum: 1_024)), many),
      (.malformed(.pointsZero), .earn(0, for: .anna, reference: Self.ref)),
      (.malformed(.pointsNegative), .earn(-1, for: .anna, reference: Self.ref)),
      (
        .malformed(.expiryBeforeActivation),
        .earn(1, for: .anna, reference: Self.ref, activates: .day(3), expires: .day(3))
      ),
      (
        .malformed(.inTheFuture(posted: .day(1))),
        .earn(1, for: .anna, reference: Self.ref, occurred: .day(2, 1))
      ),
      (
        .malformed(.textTooLong(.memo, maximumByteCount: 1_024)),
        .earn(1, for: .anna, reference: Self.ref, texts: long)
      ),
      (
        .malformed(.basisNotDecimal),
        .earn(1, for: .anna, reference: Self.ref, texts: EntryTexts(basis: "1e3"))
      ),
      (
        .malformed(.daysOutOfRange),
        .unit(.points, terms: UnitTerms(inactivityDays: 0), reference: Self.ref)
      ),
      (
        .malformed(.activityNotPossible(.merge)),
        .unit(.points, terms: UnitTerms(inactivityDays: 1, activity: [.merge]), reference: Self.ref)
      ),
      (.malformed(.kindNotPostable(.expire)), Post(kind: .expire, reference: Self.ref)),
      (.malformed(.kindNotPostable(.counter)), Post(kind: .counter, reference: Self.ref)),
      (.malformed(.kindNotPostable(.refusal)), Post(kind: .refusal, reference: Self.ref)),
    ]
    let next = shop.ledger.nextSequence
    let digest = try shop.ledger.stateDigest()
    let calls = shop.system.mutatingCallCount
    for (code, post) in posts {
      let refusal = try #require(try shop.post(post).refusal, "\(code)")
      #expect(refusal.code == code && refusal.sequence == nil && !code.isRecorded)
    }
    #expect(shop.ledger.nextSequence == next && shop.system.mutatingCallCount == calls)
    #expect(try shop.ledger.stateDigest() == digest)
    // None of this decides the reference.
    try shop.accept(.earn(1, for: .anna, reference: Self.ref))
  }

  @Test("groups that are no groups: empty, too large, a reference twice")
  func malformedGroups() throws {
    let shop = try Self.busyShop()
    let next = shop.ledger.nextSequence
    let one = Post.earn(1, for: .anna, reference: .named("g"))
    #expect(
      try shop.ledger.post(atomically: [one, one]).compactMap(\.refusal?.code).contains(
        .malformed(.repeatedInGroup(.named("g")))))
    let many = (0...Post.maximumGroup).map {
      Post.earn(1, for: .anna, reference: .named("g\($0)"))
    }
    #expect(
      try shop.ledger.post(atomically: many).compactMap(\.refusal?.code).contains(
        .malformed(.groupTooLarge(maximum: 1_024))))
    #expect(try shop.ledger.post(atomically: []).isEmpty)
    #expect(shop.ledger.nextSequence == next)
  }

  @Test("the clock went back over 24 hours: refused until it is set; less is tolerated")
  func clockWentBack() throws {
    let shop = try Self.busyShop()
    let next = shop.ledger.nextSequence
    shop.at(Instant.day(0).before)
    #expect(
      try shop.refuse(.earn(1, for: .anna, reference: Self.ref)) == .clockWentBack)
    #expect(shop.ledger.nextSequence == next)
    let entry = try shop.at(.day(0)).accept(.earn(1, for: .anna, reference: Self.ref)).entry
    #expect(entry.posted == .day(1), "posted never goes back")
  }

  @Test("a ledger that may not enrol strangers says unknownMember to their credits")
  func strangers() throws {
    let shop = try Shop { $0.enrollsUnknownMembers = false }
    for (index, post) in [
      Post.earn(1, for: .anna, reference: .named("1")),
      .opening(1, for: .anna, reference: .named("2")),
      .adjust(1, of: .anna, reference: .named("3")),
    ].enumerated() {
      #expect(try shop.refuse(post) == .unknownMember, "\(index)")
    }
    try shop.accept(.enroll(.anna, reference: .named("4")))
    try shop.accept(.earn(1, for: .anna, reference: .named("5")))
    #expect(shop.verify().problems == [])
  }
}
