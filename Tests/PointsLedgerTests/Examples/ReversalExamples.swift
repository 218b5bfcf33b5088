import PointsLedger
import Testing

/// Choices: Reversing a credit, a debit, a transfer; arrears; lifetime.
@Suite struct ReversalExamples {
  /// Its own lot first, then other available lots, then pending ones, then arrears.
  @Test(arguments: Subject.allCases)
  func aReversedCreditTakesItsOwnLotFirst(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("other"), expires: .hour(1_010)))
    try till.post(.earn(4, for: card("a"), reference: ref("pending"), activates: .hour(1_010)))
    try till.post(.earn(20, for: card("a"), reference: ref("e")))
    try till.post(.redeem(11, from: card("a"), reference: ref("r"), lots: [ref("e")]))
    let reversed = try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v")))
    #expect(reversed.short == "9 of #3, 5 of #1, 4 of #2")
    #expect(try till.split("a", at: 1_000) == [0, 0, 0, 2])
    #expect(try till.lifetime("a", at: 1_000) == [9, 11, 0])
    #expect(
      try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("w"))).short
        == "alreadyReversed 0")
  }

  /// Points of it that expired unused need not be taken.
  @Test(arguments: Subject.allCases)
  func whatExpiredUnusedIsNotTakenAgain(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e"), expires: .hour(950), occurred: .hour(900)))
    try till.post(.redeem(4, from: card("a"), reference: ref("r"), occurred: .hour(910)))
    try till.post(.earn(9, for: card("a"), reference: ref("f"), occurred: .hour(960)))
    #expect(
      try till.post(.reverse(7, of: ref("e"), for: card("a"), reference: ref("v1"))).short
        == "1 of #4")
    #expect(
      try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v2"))).short == "3 of #4"
    )
    #expect(try till.split("a", at: 1_000) == [5, 0, 0, 0])
  }

  /// Held points are never taken.
  @Test(arguments: Subject.allCases)
  func aReversalLeavesHeldPoints(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e")))
    try till.post(.hold(6, of: card("a"), until: .hour(1_020), reference: ref("h")))
    try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v")))
    #expect(try till.split("a", at: 1_000) == [0, 0, 6, 6])
    // Points that the clock releases pay the arrears.
    #expect(try till.split("a", at: 1_020) == [0, 0, 0, 0])
  }

  /// `within-balance`: everything counts as reversed; missing points are forgiven.
  @Test(arguments: Subject.allCases)
  func withinBalanceForgives(_ subject: Subject) throws {
    let till = try Till(subject, UnitTerms(reversal: .withinBalance))
    try till.post(.earn(10, for: card("a"), reference: ref("e")))
    try till.post(.redeem(7, from: card("a"), reference: ref("r")))
    #expect(
      try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v"))).short == "3 of #1")
    #expect(try till.split("a", at: 1_000) == [0, 0, 0, 0])
    #expect(try till.lifetime("a", at: 1_000) == [7, 7, 0])
    #expect(
      try till.post(.reverse(1, of: ref("e"), for: card("a"), reference: ref("w"))).short
        == "alreadyReversed 0")
  }

  @Test(arguments: Subject.allCases)
  func refuseSaysWhatCouldBeTaken(_ subject: Subject) throws {
    let till = try Till(subject, UnitTerms(reversal: .refuse))
    try till.post(.earn(10, for: card("a"), reference: ref("e")))
    try till.post(.redeem(7, from: card("a"), reference: ref("r")))
    #expect(
      try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v"))).short
        == "insufficientPoints 3")
  }

  /// Arrears are paid at once, oldest first, by any points that are credited, restored or released.
  @Test(arguments: Subject.allCases)
  func arrearsArePaidByWhateverComes(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e")))
    try till.post(.redeem(10, from: card("a"), reference: ref("r")))
    try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v")))
    try till.post(.earn(3, for: card("a"), reference: ref("f"), activates: .hour(1_010)))
    #expect(try till.split("a", at: 1_000) == [0, 0, 0, 7])
    try till.post(.reverse(9, of: ref("r"), for: card("a"), reference: ref("w")))
    #expect(try till.split("a", at: 1_000) == [2, 0, 0, 0])
  }

  /// The last allocations are reversed first, so that the rest is what a smaller debit would have
  /// taken.
  @Test(arguments: Subject.allCases)
  func aReversedDebitRestoresTheLastAllocationsFirst(_ subject: Subject) throws {
    let till = try Till(subject)
    for lot in 1...3 {
      try till.post(
        .earn(4, for: card("a"), reference: ref("e\(lot)"), expires: .hour(1_000 + lot)))
    }
    try till.post(.redeem(10, from: card("a"), reference: ref("r")))
    #expect(
      try till.post(.reverse(3, of: ref("r"), for: card("a"), reference: ref("v1"))).short
        == "2 of #3, 1 of #2")
    #expect(
      try till.post(.reverse(8, of: ref("r"), for: card("a"), reference: ref("v2"))).short
        == "alreadyReversed 7")
    #expect(
      try till.post(.reverse(of: ref("r"), for: card("a"), reference: ref("v3"))).short
        == "3 of #2, 4 of #1")
    #expect(try till.lifetime("a", at: 1_000) == [12, 0, 0])
  }

  /// Points of a dead lot are forfeited, come back with a grace period, or are reissued.
  @Test(arguments: Subject.allCases)
  func whatFallsToADeadLotGoesWhereThePolicySays(_ subject: Subject) throws {
    let policies: [(UnitTerms.Restore, [String], expired: Int64)] = [
      (.original, ["4 of #2 until h1100"], 3),
      (.grace(days: 1), ["3 of #1 until h1014", "4 of #2 until h1100"], 0),
      (.reissue(days: 1), ["3 of #4 until h1014", "4 of #2 until h1100"], 0),
    ]
    for (restore, lots, expired) in policies {
      let till = try Till(subject, UnitTerms(restore: restore))
      try till.post(
        .earn(4, for: card("a"), reference: ref("e1"), expires: .hour(980), occurred: .hour(900)))
      try till.post(
        .earn(4, for: card("a"), reference: ref("e2"), expires: .hour(1_100), occurred: .hour(900)))
      try till.post(.redeem(8, from: card("a"), reference: ref("r"), occurred: .hour(910)))
      try till.post(
        .reverse(7, of: ref("r"), for: card("a"), reference: ref("v"), occurred: .hour(990)))
      #expect(try till.lots("a", at: 990) == lots)
      #expect(try till.lifetime("a", at: 990) == [8, 1, expired])
    }
  }

  /// Reversing a transfer takes back the points of those lots that the receiver still has.
  @Test(arguments: Subject.allCases)
  func aTransferIsTakenBackFromItsOwnLots(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e1"), expires: .hour(1_050)))
    try till.post(.earn(5, for: card("a"), reference: ref("e2")))
    try till.post(.earn(50, for: card("b"), reference: ref("e3")))
    try till.post(.transfer(8, from: card("a"), to: card("b"), reference: ref("t")))
    try till.post(.redeem(2, from: card("b"), reference: ref("r"), lots: [ref("e2")]))
    #expect(
      try till.post(.reverse(of: ref("t"), for: card("b"), reference: ref("v0"))).short
        == "unknownOriginal")
    #expect(
      try till.post(.reverse(of: ref("t"), for: card("a"), reference: ref("v1"))).short
        == "insufficientPoints 6")
    #expect(
      try till.post(.reverse(4, of: ref("t"), for: card("a"), reference: ref("v2"))).short
        == "1 of #2, 3 of #1")
    #expect(try till.split("a", at: 1_000) == [6, 0, 0, 0])
    #expect(try till.split("b", at: 1_000) == [52, 0, 0, 0])
    #expect(
      try till.post(.reverse(5, of: ref("t"), for: card("a"), reference: ref("v3"))).short
        == "alreadyReversed 4")
  }

  /// Transferred points count as spent: the earner owes them.
  @Test(arguments: Subject.allCases)
  func theEarnerOwesWhatWasTransferred(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.enroll(card("b"), reference: ref("n")))
    try till.post(.earn(5, for: card("a"), reference: ref("e")))
    try till.post(.transfer(5, from: card("a"), to: card("b"), reference: ref("t")))
    try till.post(.reverse(of: ref("e"), for: card("a"), reference: ref("v")))
    #expect(try till.split("a", at: 1_000) == [0, 0, 0, 5])
    #expect(try till.split("b", at: 1_000) == [5, 0, 0, 0])
  }

  @Test(arguments: Subject.allCases)
  func onlySomeKindsCanBeReversed(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e")))
    try till.post(.hold(1, of: card("a"), until: .hour(1_010), reference: ref("h")))
    try till.post(.reverse(1, of: ref("e"), for: card("a"), reference: ref("v")))
    for original in ["h", "v"] {
      let answer = try till.post(
        .reverse(of: ref(original), for: card("a"), reference: ref("w\(original)")))
      #expect(answer.short == "notReversible")
    }
    #expect(
      try till.post(.reverse(of: ref("gone"), for: card("a"), reference: ref("x"))).short
        == "unknownOriginal")
  }

  /// An adjustment counts in neither `earned` nor `redeemed`.
  @Test(arguments: Subject.allCases)
  func lifetimeLeavesOutAdjustments(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.opening(5, for: card("a"), reference: ref("o")))
    try till.post(.adjust(10, of: card("a"), reference: ref("j1")))
    try till.post(.adjust(-4, of: card("a"), reference: ref("j2")))
    try till.post(.reverse(3, of: ref("j1"), for: card("a"), reference: ref("v1")))
    try till.post(.reverse(of: ref("j2"), for: card("a"), reference: ref("v2")))
    #expect(try till.lifetime("a", at: 1_000) == [5, 0, 0])
    #expect(try till.split("a", at: 1_000) == [12, 0, 0, 0])
  }
}
