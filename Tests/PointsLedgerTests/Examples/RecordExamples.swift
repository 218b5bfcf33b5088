import PointsLedger
import Testing

/// Choices: Units, Closed period; answers: duplicates, conflicts, groups.
@Suite struct RecordExamples {
  /// `init` writes a `unit` entry for each, at the epoch; the scale stays.
  @Test(arguments: Subject.allCases)
  func unitsAreEntriesAtTheEpoch(_ subject: Subject) throws {
    let stamps = try #require(UnitCode("stamps"))
    let till = try Till(subject, more: [(stamps, UnitTerms(scale: 2))])
    let entries = try till.ledger.entries(from: 0)
    #expect(entries.map(\.reference) == [ref("unit/points"), ref("unit/stamps")])
    #expect(entries.allSatisfy { $0.effective == .epoch && $0.kind == .unit })
    #expect(
      try till.post(.unit(stamps, terms: UnitTerms(scale: 3), reference: ref("u1"))).short
        == "scaleFixed")
    #expect(
      try till.post(.unit(stamps, terms: UnitTerms(scale: 2), reference: ref("u2"))).name
        == "posted")
    #expect(try till.post(.unit(stamps, terms: UnitTerms(), reference: ref("u3"))).name == "posted")
    #expect(
      try till.post(.earn(1, for: card("a"), reference: ref("e"), unit: UnitCode("none"))).short
        == "unknownUnit")
  }

  /// An entry is decided under the version in force at its position in the log.
  @Test(arguments: Subject.allCases)
  func thePolicyInForceJudges(_ subject: Subject) throws {
    let till = try Till(subject, UnitTerms(reversal: .refuse))
    try till.post(.earn(10, for: card("a"), reference: ref("e"), occurred: .hour(900)))
    try till.post(.redeem(10, from: card("a"), reference: ref("r"), occurred: .hour(900)))
    try till.post(.unit(.points, terms: UnitTerms(), reference: ref("u"), occurred: .hour(999)))
    #expect(
      try till.post(
        .reverse(4, of: ref("e"), for: card("a"), reference: ref("v"), occurred: .hour(950))
      ).name == "posted")
    #expect(try till.split("a", at: 950) == [0, 0, 0, 4])
  }

  /// A post that occurred before a close is effective no earlier than the close.
  @Test(arguments: Subject.allCases)
  func aClosedPeriodTakesNothingMore(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.closePeriod(before: .hour(950), reference: ref("c1")))
    try till.post(.earn(5, for: card("a"), reference: ref("e"), occurred: .hour(900)))
    #expect(try till.log() == ["close-period h950", "earn h950 +5"])
    #expect(try till.split("a", at: 949) == [0, 0, 0, 0])
    let again = try till.post(.closePeriod(before: .hour(950), reference: ref("c2")))
    #expect(again == .refused(.periodClosed(through: .hour(950)), sequence: 3))
    #expect(try till.post(.closePeriod(before: .hour(951), reference: ref("c3"))).name == "posted")
  }

  /// The same reference and content: the first answer again; other content: a conflict.
  @Test(arguments: Subject.allCases)
  func aRetryGetsTheFirstAnswer(_ subject: Subject) throws {
    let till = try Till(subject)
    let earn = Post.earn(5, for: card("a"), reference: ref("e"))
    let redeem = Post.redeem(9, from: card("a"), reference: ref("r"))
    let first = try till.post(earn)
    let no = try till.post(redeem)
    try till.post(.earn(50, for: card("a"), reference: ref("f")))
    till.hour = 2_000
    #expect(try till.post(earn) == first.again)
    #expect(try till.post(redeem) == no.again)
    var other = earn
    other.points = 6
    let differing = RefusalCode.referenceConflict(
      existing: SequenceNumber(1), differing: [.points])
    #expect(try till.post(other) == .refused(differing))
    // A field that is left to its default is not compared; if the first post left it out, the
    // default that it took is compared.
    other = earn
    other.unit = .points
    other.activates = .at(.hour(1_000))
    #expect(try till.post(other).name == "duplicate")
    other.expires = .at(.hour(3_000))
    #expect(try till.post(other).name == "referenceConflict")
    #expect(try till.ledger.entries(from: 4).isEmpty)
  }

  /// A retry of a post that left its time to the clock is still a retry after its expiry has
  /// passed.
  @Test(arguments: Subject.allCases)
  func aRetryAfterTheExpiryIsStillARetry(_ subject: Subject) throws {
    let till = try Till(subject)
    let earn = Post.earn(5, for: card("a"), reference: ref("e"), expires: .hour(1_010))
    try till.post(earn)
    till.hour = 1_020
    #expect(try till.post(earn).short == "duplicate of #1")
    var new = earn
    new.reference = ref("f")
    #expect(try till.post(new) == .refused(.malformed(.expiryBeforeActivation)))
  }

  /// A member is the same by any identifier that is or has become that member's.
  @Test(arguments: Subject.allCases)
  func aRetryMayNameTheMemberOtherwise(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e")))
    try till.post(.earn(5, for: card("b"), reference: ref("f")))
    #expect(
      try till.post(.earn(5, for: card("b"), reference: ref("e"))).name == "referenceConflict")
    try till.post(.merge(card("a"), into: card("b"), reference: ref("m")))
    #expect(try till.post(.earn(5, for: card("b"), reference: ref("e"))).short == "duplicate of #1")
  }

  /// All or none: the refused post has its own code, the others `groupRefused`.
  @Test(arguments: Subject.allCases)
  func aGroupIsAllOrNone(_ subject: Subject) throws {
    let till = try Till(subject)
    let good: [Post] = [
      .earn(5, for: card("a"), reference: ref("g1")),
      .redeem(4, from: card("a"), reference: ref("g2")),
    ]
    let bad: [Post] = [
      .earn(5, for: card("b"), reference: ref("b1")),
      .redeem(6, from: card("b"), reference: ref("b2")),
      .enroll(card("c"), reference: ref("b3")),
    ]
    let answers = try till.ledger.postGroup(good, at: .hour(1_000))
    #expect(answers.map(\.short) == ["", "4 of #1"])
    let noes = try till.ledger.postGroup(bad, at: .hour(1_000))
    #expect(noes.map(\.short) == ["groupRefused", "insufficientPoints 5", "groupRefused"])
    #expect(try till.log(from: 3) == ["refusal h1000", "refusal h1000", "refusal h1000"])
    #expect(try till.balance("b", at: 1_000) == nil)
    // Exactly the same group is a duplicate; a part of it, or another order, is a conflict.
    #expect(try till.ledger.postGroup(bad, at: .hour(1_001)) == noes.map(\.again))
    #expect(
      try till.ledger.postGroup(good.reversed(), at: .hour(1_001)).map(\.name) == [
        "referenceConflict", "referenceConflict",
      ])
    let mixed = [good[0], .earn(1, for: card("a"), reference: ref("new"))]
    #expect(
      try till.ledger.postGroup(mixed, at: .hour(1_001)).map(\.name) == [
        "referenceConflict", "groupRefused",
      ])
    #expect(try till.post(good[1]).short == "duplicate of #2")
  }

  /// Nothing is written for a group with a fault that is not recorded.
  @Test(arguments: Subject.allCases)
  func aGroupWithAFaultOfTheSetUpWritesNothing(_ subject: Subject) throws {
    let till = try Till(subject)
    let group: [Post] = [
      .redeem(5, from: card("a"), reference: ref("g1")),
      .earn(4, for: card("a"), reference: ref("g2"), unit: UnitCode("none")),
    ]
    let answers = try till.ledger.postGroup(group, at: .hour(1_000))
    #expect(answers == [.refused(.groupRefused), .refused(.unknownUnit)])
    #expect(try till.log().isEmpty)
  }

  /// A preview says what posting would, and writes nothing.
  @Test(arguments: Subject.allCases)
  func aPreviewWritesNothing(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e")))
    let posts: [Post] = [
      .redeem(4, from: card("a"), reference: ref("r1")),
      .redeem(4, from: card("a"), reference: ref("r2")),
    ]
    let answers = try till.ledger.preview(posts, atomic: false, at: .hour(1_000))
    #expect(answers.map(\.short) == ["4 of #1", "insufficientPoints 1"])
    #expect(try till.split("a", at: 1_000) == [5, 0, 0, 0])
    #expect(till.ledger.entryCount == 2)
  }

  /// `posted` never goes back; the clock may, by 24 hours.
  @Test(arguments: Subject.allCases)
  func aClockThatWentBackIsRefused(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e1")))
    till.hour = 976
    #expect(try till.post(.earn(5, for: card("a"), reference: ref("e2"))).name == "posted")
    #expect(try till.ledger.entries(from: 2).first?.occurred == .hour(1_000))
    till.hour = 975
    #expect(try till.post(.earn(5, for: card("a"), reference: ref("e3"))).name == "clockWentBack")
  }

  /// The gross credits, restores and transfers in of an account stay within 63 bits.
  @Test(arguments: Subject.allCases)
  func whatCouldOverflowIsRefused(_ subject: Subject) throws {
    let till = try Till(subject)
    let most = Points.maximumPerPost
    try till.post(.earn(most, for: card("a"), reference: ref("e")))
    for turn in 0..<9_222 {
      try till.post(.redeem(most, from: card("a"), reference: ref("r\(turn)")))
      let answer = try till.post(
        .reverse(of: ref("r\(turn)"), for: card("a"), reference: ref("v\(turn)")))
      guard answer.name == "posted" else {
        Issue.record("turn \(turn): \(answer)")
        return
      }
    }
    #expect(
      try till.post(.earn(most, for: card("a"), reference: ref("f"))).short == "balanceOutOfRange")
    try till.post(.redeem(most, from: card("a"), reference: ref("r")))
    #expect(
      try till.post(.reverse(of: ref("r"), for: card("a"), reference: ref("v"))).short
        == "balanceOutOfRange")
  }
}
