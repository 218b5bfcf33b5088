import PointsLedger
import Testing

/// Choices: Holds; and extending a lot.
@Suite struct HoldExamples {
  /// At the deadline the hold is closed.
  @Test(arguments: Subject.allCases)
  func aHoldIsClosedAtItsDeadline(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e"), occurred: .hour(900)))
    try till.post(
      .hold(4, of: card("a"), until: .hour(950), reference: ref("h"), occurred: .hour(910)))
    #expect(try till.split("a", at: 949) == [6, 0, 4, 0])
    #expect(try till.split("a", at: 950) == [10, 0, 0, 0])
    #expect(
      try till.post(
        .capture(of: ref("h"), for: card("a"), reference: ref("c"), occurred: .hour(950))
      ).short == "holdClosed")
    #expect(
      try till.post(
        .capture(of: ref("h"), for: card("a"), reference: ref("d"), occurred: .hour(949))
      ).short == "4 of #1")
  }

  /// A capture closes the hold and takes in the order held; the rest returns.
  @Test(arguments: Subject.allCases)
  func aCaptureTakesInTheOrderHeld(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e1"), expires: .hour(1_050)))
    try till.post(.earn(5, for: card("a"), reference: ref("e2"), expires: .hour(1_060)))
    try till.post(.hold(8, of: card("a"), until: .hour(1_020), reference: ref("h")))
    #expect(
      try till.post(.capture(9, of: ref("h"), for: card("a"), reference: ref("c1"))).short
        == "insufficientPoints 8")
    #expect(
      try till.post(.capture(6, of: ref("h"), for: card("a"), reference: ref("c2"))).short
        == "5 of #1, 1 of #2")
    #expect(try till.split("a", at: 1_000) == [4, 0, 0, 0])
    #expect(
      try till.post(.release(ref("h"), for: card("a"), reference: ref("l"))).short == "holdClosed")
  }

  /// Lots that expired meanwhile may be captured; points that return to them expire.
  @Test(arguments: Subject.allCases)
  func heldPointsCanBeCapturedAfterTheirExpiry(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(
      .earn(10, for: card("a"), reference: ref("e"), expires: .hour(920), occurred: .hour(900)))
    try till.post(
      .hold(8, of: card("a"), until: .hour(950), reference: ref("h"), occurred: .hour(910)))
    try till.post(
      .capture(5, of: ref("h"), for: card("a"), reference: ref("c"), occurred: .hour(930)))
    #expect(
      try till.log(from: 3) == ["expire h920 -2", "capture h930 -5", "expire h930 -3"])
  }

  /// Pending and held points cannot be transferred.
  @Test(arguments: Subject.allCases)
  func pendingAndHeldPointsStay(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.enroll(card("b"), reference: ref("n")))
    try till.post(.earn(5, for: card("a"), reference: ref("e1")))
    try till.post(.earn(5, for: card("a"), reference: ref("e2"), activates: .hour(1_010)))
    try till.post(.hold(3, of: card("a"), until: .hour(1_020), reference: ref("h")))
    #expect(
      try till.post(.transfer(3, from: card("a"), to: card("b"), reference: ref("t"))).short
        == "insufficientPoints 2")
  }

  /// A hold that is decided at or after its deadline is released by the next booking.
  @Test(arguments: Subject.allCases)
  func aHoldThatComesTooLateIsReleased(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(10, for: card("a"), reference: ref("e"), occurred: .hour(950)))
    try till.post(
      .hold(4, of: card("a"), until: .hour(930), reference: ref("h"), occurred: .hour(920)))
    try till.post(.earn(1, for: card("a"), reference: ref("f"), occurred: .hour(960)))
    #expect(try till.log(from: 2) == ["hold h950", "release h950", "earn h960 +1"])
  }

  /// An extension moves the expiry later, of a live lot with a date and something left.
  @Test(arguments: Subject.allCases)
  func onlyALiveLotIsExtendedAndOnlyLater(_ subject: Subject) throws {
    let till = try Till(subject)
    try till.post(.earn(5, for: card("a"), reference: ref("e"), expires: .hour(1_010)))
    try till.post(
      .earn(5, for: card("a"), reference: ref("dead"), expires: .hour(990), occurred: .hour(980)))
    func extend(_ lot: String, to hour: Int?, _ reference: String) throws -> String {
      try till.post(
        .extend(ref(lot), of: card("a"), to: hour.map { .hour($0) }, reference: ref(reference))
      ).short
    }
    #expect(try extend("e", to: 1_010, "x1") == "notExtendable")
    #expect(try extend("dead", to: 1_050, "x2") == "notExtendable")
    #expect(try extend("e", to: 1_050, "x3") == "")
    #expect(try till.lots("a", at: 1_000) == ["5 of #1 until h1050"])
    #expect(try extend("e", to: nil, "x4") == "")
    #expect(try extend("e", to: 2_000, "x5") == "notExtendable")
  }
}
