import PointsLedger
import Testing

/// Choices: Order of consumption, and sliding expiry; named lots.
@Suite struct ConsumptionExamples {
  /// The soonest fixed expiry first, then the lower sequence number; never-expiring last.
  @Test(arguments: Subject.allCases)
  func theSoonestToExpireGoesFirst(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("never"), occurred: .hour(900)))
    try till.post(
      .earn(5, for: card("a"), reference: ref("late"), expires: .hour(1_100), occurred: .hour(900)))
    try till.post(
      .earn(5, for: card("a"), reference: ref("soon1"), expires: .hour(1_050), occurred: .hour(900))
    )
    try till.post(
      .earn(5, for: card("a"), reference: ref("soon2"), expires: .hour(1_050), occurred: .hour(900))
    )
    let taken = try till.post(.redeem(17, from: card("a"), reference: ref("r")))
    #expect(taken.short == "5 of #3, 5 of #4, 5 of #2, 2 of #1")
  }

  /// A lot also dies 24 times D hours after the latest of its arrival, its activation and the last
  /// listed activity.
  @Test(arguments: Subject.allCases)
  func aLotDiesWithoutActivity(_ subject: Subject) throws {
    let till = try Till(subject, UnitTerms(inactivityDays: 2))
    try till.post(.earn(5, for: card("a"), reference: ref("e1"), occurred: .hour(900)))
    try till.post(
      .earn(5, for: card("a"), reference: ref("e2"), activates: .hour(930), occurred: .hour(910)))
    #expect(try till.lots("a", at: 910) == ["5 of #1 until h958", "5 of #2 until h978"])
    try till.post(.redeem(1, from: card("a"), reference: ref("r"), occurred: .hour(950)))
    #expect(try till.lots("a", at: 950) == ["4 of #1 until h998", "5 of #2 until h998"])
    // A hold is no activity unless it is listed.
    try till.post(
      .hold(1, of: card("a"), until: .hour(999), reference: ref("h"), occurred: .hour(960)))
    #expect(try till.split("a", at: 997) == [8, 0, 1, 0])
    #expect(try till.split("a", at: 998) == [0, 0, 1, 0])
  }

  /// Death is final: later events do not revive a dead lot, even if it was empty.
  @Test(arguments: Subject.allCases)
  func aDeadLotStaysDead(_ subject: Subject) throws {
    let till = try Till(subject, UnitTerms(inactivityDays: 1))
    try till.post(.earn(5, for: card("a"), reference: ref("e1"), occurred: .hour(900)))
    try till.post(.redeem(5, from: card("a"), reference: ref("r"), occurred: .hour(910)))
    try till.post(.earn(1, for: card("a"), reference: ref("e2"), occurred: .hour(940)))
    try till.post(.reverse(of: ref("r"), for: card("a"), reference: ref("v"), occurred: .hour(941)))
    #expect(try till.log(from: 4) == ["reverse h941 +5", "expire h941 -5"])
  }

  /// A change of the policy never moves existing lots.
  @Test(arguments: Subject.allCases)
  func aLotKeepsItsRule(_ subject: Subject) throws {
    let till = try Till(subject, UnitTerms(inactivityDays: 1))
    try till.post(.earn(5, for: card("a"), reference: ref("e1"), occurred: .hour(900)))
    try till.post(
      .unit(
        .points, terms: UnitTerms(inactivityDays: 10, activity: [.hold]), reference: ref("u"),
        occurred: .hour(901)))
    try till.post(.earn(5, for: card("a"), reference: ref("e2"), occurred: .hour(910)))
    #expect(try till.lots("a", at: 910) == ["5 of #1 until h934", "5 of #3 until h1150"])
  }

  /// Named lots are taken in the order given; one that is no credit of the account is unknown.
  @Test(arguments: Subject.allCases)
  func namedLotsAreTakenInTheOrderGiven(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e1"), expires: .hour(1_010)))
    try till.post(.earn(5, for: card("a"), reference: ref("e2")))
    try till.post(.earn(5, for: card("b"), reference: ref("e3")))
    let taken = try till.post(
      .redeem(7, from: card("a"), reference: ref("r1"), lots: [ref("e2"), ref("e1")]))
    #expect(taken.short == "5 of #2, 2 of #1")
    let short = try till.post(.redeem(4, from: card("a"), reference: ref("r2"), lots: [ref("e1")]))
    #expect(short.short == "insufficientPoints 3")
    for (index, lot) in ["e3", "r1", "nothing"].enumerated() {
      let unknown = try till.post(
        .redeem(1, from: card("a"), reference: ref("x\(index)"), lots: [ref(lot)]))
      #expect(unknown.short == "unknownOriginal")
    }
  }

  @Test(arguments: Subject.allCases)
  func aPartialRedemptionTakesWhatThereIs(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e")))
    #expect(
      try till.post(.redeem(9, from: card("a"), reference: ref("r1"), partial: true)).short
        == "5 of #1")
    #expect(
      try till.post(.redeem(9, from: card("a"), reference: ref("r2"), partial: true)).short
        == "insufficientPoints 0")
  }
}
