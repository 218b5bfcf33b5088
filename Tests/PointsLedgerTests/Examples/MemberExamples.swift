import PointsLedger
import Testing

/// Choices: Enrolling, Merge, Frozen; and the axes of a member's name.
@Suite struct MemberExamples {
  /// `opening`, `earn` and a positive `adjust` enrol; `transfer` and `merge` do not.
  @Test(arguments: Subject.allCases)
  func creditsEnrol(_ subject: Subject) throws {
    let till = try Till(subject)
    #expect(
      try till.post(.redeem(1, from: card("a"), reference: ref("r1"))).short == "unknownMember")
    try till.post(.opening(5, for: card("a"), reference: ref("o")))
    try till.post(.adjust(5, of: card("b"), reference: ref("j")))
    #expect(
      try till.post(.transfer(1, from: card("a"), to: card("c"), reference: ref("t"))).short
        == "unknownMember")
    #expect(
      try till.post(.merge(card("a"), into: card("c"), reference: ref("m"))).short
        == "unknownMember")
    #expect(
      try till.post(.transfer(1, from: card("a"), to: card("a"), reference: ref("s"))).short
        == "sameMember")
    #expect(try till.post(.enroll(card("a"), reference: ref("n"))).short == "identifierTaken")
  }

  @Test(arguments: Subject.allCases)
  func aLedgerCanBeToldNotToEnrol(_ subject: Subject) throws {
    let till = try Till(subject, enrolls: false)
    #expect(try till.post(.earn(5, for: card("a"), reference: ref("e1"))).short == "unknownMember")
    try till.post(.enroll(card("a"), reference: ref("n")))
    #expect(try till.post(.earn(5, for: card("a"), reference: ref("e2"))).short == "")
  }

  @Test(arguments: Subject.allCases)
  func identifiersComeAndGo(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e")))
    #expect(
      try till.post(.unlink(card("a"), from: card("a"), reference: ref("u1"))).short
        == "lastIdentifier")
    try till.post(.link(card("app"), to: card("a"), reference: ref("l1")))
    #expect(
      try till.post(.link(card("app"), to: card("a"), reference: ref("l2"))).short
        == "identifierTaken")
    #expect(try till.post(.redeem(2, from: card("app"), reference: ref("r"))).short == "2 of #1")
    try till.post(.unlink(card("a"), from: card("app"), reference: ref("u2")))
    #expect(
      try till.post(.unlink(card("a"), from: card("app"), reference: ref("u3"))).short
        == "unknownMember")
    try till.post(.earn(7, for: card("a"), reference: ref("f")))
    #expect(try till.split("app", at: 1_000) == [3, 0, 0, 0])
    #expect(try till.split("a", at: 1_000) == [7, 0, 0, 0])
  }

  /// Lots, holds, arrears, lifetime sums and identifiers move; what is free then pays.
  @Test(arguments: Subject.allCases)
  func aMergeMovesEverything(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e1"), expires: .hour(1_050)))
    try till.post(.hold(4, of: card("a"), until: .hour(1_010), reference: ref("h")))
    try till.post(.earn(8, for: card("b"), reference: ref("e2")))
    try till.post(.redeem(8, from: card("b"), reference: ref("r")))
    try till.post(.reverse(of: ref("e2"), for: card("b"), reference: ref("v")))
    try till.post(.merge(card("a"), into: card("b"), reference: ref("m")))
    #expect(try till.split("b", at: 1_000) == [0, 0, 4, 2])
    #expect(try till.split("a", at: 1_000) == [0, 0, 4, 2])
    #expect(try till.lifetime("a", at: 1_000) == [10, 8, 0])
    #expect(try till.split("a", at: 1_010) == [2, 0, 0, 0])
  }

  /// The merge itself cannot be reversed; entries of the source are reversed on the survivor.
  @Test(arguments: Subject.allCases)
  func entriesOfTheSourceAreReversedOnTheSurvivor(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e")))
    try till.post(.redeem(4, from: card("a"), reference: ref("r")))
    try till.post(.earn(1, for: card("b"), reference: ref("f")))
    try till.post(.merge(card("a"), into: card("b"), reference: ref("m")))
    #expect(
      try till.post(.reverse(of: ref("r"), for: card("b"), reference: ref("v1"))).short == "4 of #1"
    )
    #expect(
      try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v2"))).short
        == "10 of #1")
    #expect(try till.split("b", at: 1_000) == [1, 0, 0, 0])
  }

  @Test(arguments: Subject.allCases)
  func frozenRefusesDebitsAndIfAskedCredits(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e")))
    try till.post(.earn(10, for: card("b"), reference: ref("f")))
    try till.post(.hold(2, of: card("a"), until: .hour(1_010), reference: ref("h")))
    try till.post(.hold(2, of: card("a"), until: .hour(1_010), reference: ref("i")))
    try till.post(.freeze(card("a"), reference: ref("z")))
    let debits: [Post] = [
      .redeem(1, from: card("a"), reference: ref("1")),
      .hold(1, of: card("a"), until: .hour(1_010), reference: ref("2")),
      .capture(of: ref("h"), for: card("a"), reference: ref("3")),
      .adjust(-1, of: card("a"), reference: ref("4")),
      .transfer(1, from: card("a"), to: card("b"), reference: ref("5")),
      .merge(card("a"), into: card("b"), reference: ref("6")),
      .merge(card("b"), into: card("a"), reference: ref("7")),
    ]
    for debit in debits { #expect(try till.post(debit).short == "memberFrozen") }
    let others: [Post] = [
      .earn(1, for: card("a"), reference: ref("8")),
      .transfer(1, from: card("b"), to: card("a"), reference: ref("9")),
      .reverse(1, of: ref("e"), for: card("a"), reference: ref("10")),
      .release(ref("h"), for: card("a"), reference: ref("11")),
    ]
    for other in others { #expect(try till.post(other).name == "posted") }
    try till.post(.freeze(card("a"), credits: true, reference: ref("y")))
    let credits: [Post] = [
      .earn(1, for: card("a"), reference: ref("12")),
      .opening(1, for: card("a"), reference: ref("13")),
      .adjust(1, of: card("a"), reference: ref("14")),
      .transfer(1, from: card("b"), to: card("a"), reference: ref("15")),
    ]
    for credit in credits { #expect(try till.post(credit).short == "memberFrozen") }
    try till.post(.unfreeze(card("a"), reference: ref("x")))
    #expect(try till.post(.redeem(1, from: card("a"), reference: ref("16"))).short == "1 of #1")
  }

  /// An identifier means the member that it named at that instant; if it named none yet, the first
  /// that it named later.
  @Test(arguments: Subject.allCases)
  func anIdentifierMeansWhomItNamedThen(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e1"), occurred: .hour(900)))
    try till.post(.earn(1, for: card("b"), reference: ref("e2"), occurred: .hour(900)))
    try till.post(.link(card("app"), to: card("a"), reference: ref("l"), occurred: .hour(920)))
    try till.post(.merge(card("a"), into: card("b"), reference: ref("m"), occurred: .hour(950)))
    #expect(try till.split("a", at: 949) == [10, 0, 0, 0])
    #expect(try till.split("app", at: 910) == [10, 0, 0, 0])
    #expect(try till.split("b", at: 949) == [1, 0, 0, 0])
    #expect(try till.split("a", at: 950) == [11, 0, 0, 0])
    #expect(try till.ledger.balances(at: .instant(.hour(949))).count == 2)
    #expect(try till.ledger.balances(at: .instant(.hour(950))).count == 1)
  }

  /// A card is handed on; a sale of its new holder is reported late, in another unit.
  @Test(arguments: Subject.allCases)
  func aLateEntryWaitsUntilItsIdentifierNamedNobodyElse(_ subject: Subject) throws {
    let till = try Till(subject, more: [(.stamps, UnitTerms())])
    try till.post(.earn(100, for: card("a"), reference: ref("e1"), occurred: .hour(900)))
    try till.post(.link(card("b"), to: card("a"), reference: ref("l"), occurred: .hour(910)))
    try till.post(.unlink(card("a"), from: card("b"), reference: ref("u"), occurred: .hour(950)))
    var stamp = Post.earn(5, for: card("a"), reference: ref("e2"), occurred: .hour(960))
    stamp.unit = .stamps
    try till.post(stamp)
    try till.post(.earn(8, for: card("a"), reference: ref("e3"), occurred: .hour(940)))
    #expect(try till.log(from: 6) == ["earn h950 +8"])
    #expect(try till.split("a", at: 949) == [100, 0, 0, 0])
    // It named nobody then, and next the new holder.
    #expect(try till.split("a", at: 955) == [8, 0, 0, 0])
    #expect(try till.split("b", at: 955) == [100, 0, 0, 0])
    func listed(_ hour: Int) throws -> [Points] {
      try till.ledger.balances(at: .instant(.hour(hour))).map(\.balance.available)
        .filter { $0 != 0 }.sorted()
    }
    #expect(try listed(949) == [100])
    #expect(try listed(955) == [8, 100])
  }

  /// Before the merge the card was somebody else's.
  @Test(arguments: Subject.allCases)
  func aLateEntryWaitsForTheMergeThatBroughtItsIdentifier(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.enroll(card("a"), reference: ref("n1"), occurred: .hour(900)))
    try till.post(.enroll(card("b"), reference: ref("n2"), occurred: .hour(900)))
    try till.post(.merge(card("a"), into: card("b"), reference: ref("m"), occurred: .hour(950)))
    try till.post(.earn(8, for: card("a"), reference: ref("e1"), occurred: .hour(940)))
    try till.post(.earn(2, for: card("c"), reference: ref("e2"), occurred: .hour(900)))
    try till.post(
      .transfer(1, from: card("c"), to: card("a"), reference: ref("t"), occurred: .hour(910)))
    #expect(
      try till.log(from: 4) == [
        "earn h950 +8", "earn h900 +2", "transfer h950 -1", "counter h950 +1",
      ])
  }

  /// What changes whom an identifier names is effective in log order, and an identifier goes when
  /// another one names its member.
  @Test(arguments: Subject.allCases)
  func linksUnlinksAndMergesComeInOrder(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(1, for: card("a"), reference: ref("e"), occurred: .hour(900)))
    try till.post(.link(card("x"), to: card("a"), reference: ref("l1"), occurred: .hour(930)))
    // It was not linked earlier.
    try till.post(.unlink(card("x"), from: card("a"), reference: ref("u1"), occurred: .hour(920)))
    // It was linked until then.
    try till.post(.enroll(card("x"), reference: ref("n"), occurred: .hour(910)))
    try till.post(.link(card("y"), to: card("x"), reference: ref("l2"), occurred: .hour(960)))
    try till.post(.unlink(card("x"), from: card("y"), reference: ref("u2"), occurred: .hour(940)))
    try till.post(.link(card("x"), to: card("a"), reference: ref("l3"), occurred: .hour(905)))
    // Its other identifier named somebody else before.
    try till.post(.unlink(card("a"), from: card("x"), reference: ref("u3"), occurred: .hour(935)))
    #expect(
      try till.log(from: 2) == [
        "link h930", "unlink h930", "enroll h930", "link h960", "unlink h940", "link h940",
        "unlink h940",
      ])
    #expect(try till.balance("a", at: 939)?.available == 1)
    #expect(try till.balance("a", at: 940) == nil)
    #expect(try till.balance("x", at: 940)?.available == 1)
  }

  /// `--at-sequence N` alone is as of the highest effective instant up to N.
  @Test(arguments: Subject.allCases)
  func aSequenceAloneIsAsOfTheHighestInstantUpToIt(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e1"), expires: .hour(950), occurred: .hour(900)))
    try till.post(.earn(1, for: card("b"), reference: ref("e2"), occurred: .hour(960)))
    try till.post(.redeem(4, from: card("a"), reference: ref("r"), occurred: .hour(910)))
    func available(_ moment: Moment) throws -> Points? {
      try till.ledger.balance(of: card("a"), unit: nil, at: moment)?.available
    }
    #expect(try available(.sequence(1)) == 10)
    #expect(try available(.sequence(2)) == 0)
    #expect(try available(.both(.hour(940), 2)) == 10)
    #expect(try available(.both(.hour(940), 3)) == 6)
  }

  /// `--at-sequence N` within a transfer or a merge is as of its end.
  @Test(arguments: Subject.allCases)
  func aSequenceIsNeverHalfwayThroughATransfer(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e1"), occurred: .hour(900)))
    try till.post(.earn(1, for: card("b"), reference: ref("e2"), occurred: .hour(900)))
    try till.post(
      .transfer(4, from: card("a"), to: card("b"), reference: ref("t"), occurred: .hour(910)))
    try till.post(.merge(card("a"), into: card("b"), reference: ref("m"), occurred: .hour(920)))
    func available(_ member: String, _ sequence: Int) throws -> Points? {
      try till.ledger.balance(of: card(member), unit: nil, at: .sequence(sequence))?.available
    }
    #expect(try available("b", 2) == 1)
    for sequence in [3, 4] {
      #expect(try available("a", sequence) == 6)
      #expect(try available("b", sequence) == 5)
    }
    for sequence in [5, 6, 7] { #expect(try available("b", sequence) == 11) }
    #expect(try till.ledger.balances(at: .sequence(5)).count == 1)
  }
}
