import PointsLedger
import Testing

/// Choices: Clock; and what a late entry is.
@Suite struct ClockExamples {
  /// Rules are decided at the effective instant, never at `posted`.
  @Test(arguments: Subject.allCases)
  func aRedemptionIsJudgedWhenItHappened(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e"), expires: .hour(990), occurred: .hour(900)))
    let taken = try till.post(
      .redeem(4, from: card("a"), reference: ref("r"), occurred: .hour(980)))
    #expect(taken.short == "4 of #1")
    #expect(try till.split("a", at: 989) == [6, 0, 0, 0])
    #expect(try till.split("a", at: 990) == [0, 0, 0, 0])
  }

  /// What the clock has done is booked first, each at its own instant; releases before expiries;
  /// points freed into a dead lot by an `expire` right after.
  @Test(arguments: Subject.allCases)
  func theClockIsBookedBeforeAnEntry(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e1"), expires: .hour(920), occurred: .hour(900)))
    try till.post(
      .earn(5, for: card("a"), reference: ref("e2"), expires: .hour(930), occurred: .hour(900)))
    try till.post(
      .hold(4, of: card("a"), until: .hour(930), reference: ref("h"), occurred: .hour(910)))
    try till.post(.earn(1, for: card("a"), reference: ref("e3"), occurred: .hour(940)))
    #expect(
      try till.log(from: 4) == [
        "expire h920 -6", "release h930", "expire h930 -4", "expire h930 -5", "earn h940 +1",
      ])
  }

  /// At one instant the clock comes before every entry.
  @Test(arguments: Subject.allCases)
  func aLotIsGoneAtTheInstantOfItsExpiry(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e"), expires: .hour(990), occurred: .hour(900)))
    let answer = try till.post(
      .redeem(1, from: card("a"), reference: ref("r"), occurred: .hour(990)))
    #expect(answer.short == "insufficientPoints 0")
  }

  /// A refused post books nothing, and settles nothing.
  @Test(arguments: Subject.allCases)
  func aRefusalLeavesTheAccountAsItIs(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e"), expires: .hour(950), occurred: .hour(900)))
    try till.post(.redeem(99, from: card("a"), reference: ref("r1"), occurred: .hour(970)))
    #expect(try till.log(from: 2) == ["refusal h970"])
    let late = try till.post(
      .redeem(3, from: card("a"), reference: ref("r2"), occurred: .hour(940)))
    #expect(late.short == "3 of #1")
    #expect(try till.log(from: 3) == ["redeem h940 -3"])
  }

  /// A late entry is effective where the account is settled; its event time is kept.
  @Test(arguments: Subject.allCases)
  func aLateEntryIsDecidedWhereTheAccountIsSettled(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e"), occurred: .hour(900)))
    try till.post(.redeem(8, from: card("a"), reference: ref("r1"), occurred: .hour(950)))
    #expect(
      try till.post(.redeem(5, from: card("a"), reference: ref("r2"), occurred: .hour(920))).short
        == "insufficientPoints 2")
    try till.post(.redeem(2, from: card("a"), reference: ref("r3"), occurred: .hour(920)))
    let entry = try #require(try till.ledger.entries(from: 4).first)
    #expect(entry.effective == .hour(950))
    #expect(entry.occurred == .hour(920))
  }

  /// A credit that was over before the ledger could decide it is posted, and expires at once.
  @Test(arguments: Subject.allCases)
  func aCreditThatComesTooLateExpiresAtOnce(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(1, for: card("a"), reference: ref("e1"), occurred: .hour(950)))
    try till.post(
      .earn(7, for: card("a"), reference: ref("e2"), expires: .hour(940), occurred: .hour(900)))
    #expect(try till.log(from: 2) == ["earn h950 +7", "expire h950 -7"])
    #expect(try till.split("a", at: 950) == [1, 0, 0, 0])
    #expect(try till.lifetime("a", at: 950) == [8, 0, 7])
  }

  /// `sweep` books the same earlier; the balances at any instant stay.
  @Test(arguments: Subject.allCases)
  func aSweepChangesNoBalance(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e"), expires: .hour(950), occurred: .hour(900)))
    try till.post(
      .hold(4, of: card("a"), until: .hour(980), reference: ref("h"), occurred: .hour(910)))
    func splits() throws -> [[Int64]] {
      try [899, 900, 909, 910, 949, 950, 979, 980, 1_020].map { try till.split("a", at: $0) }
    }
    let before = try splits()
    let swept = try till.ledger.sweep(asOf: .hour(980), at: .hour(1_000))
    #expect(swept == ObservedSweep(expired: 10, released: 4, entries: 3))
    #expect(try splits() == before)
    #expect(try till.ledger.sweep(asOf: .hour(980), at: .hour(1_000)).entries == 0)
  }

  /// `sweep` books the same earlier; the balances at any instant do not change.
  @Test(arguments: Subject.allCases)
  func aTransferIsEffectiveWhereBothAreSettled(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e1"), occurred: .hour(900)))
    try till.post(.earn(1, for: card("b"), reference: ref("e2"), occurred: .hour(970)))
    try till.post(
      .transfer(3, from: card("a"), to: card("b"), reference: ref("t"), occurred: .hour(910)))
    #expect(try till.log(from: 3) == ["transfer h970 -3", "counter h970 +3"])
  }
}
