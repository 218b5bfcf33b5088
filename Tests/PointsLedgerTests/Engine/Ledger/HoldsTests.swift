import Testing

@testable import PointsLedger

@Suite("The open holds of a member, and of all")
struct HoldsTests {
  private static let miles = UnitCode.named("miles")

  private func shop() throws -> Shop {
    let shop = try Shop(more: [UnitDefinition(Self.miles)]).at(.day(20))
    for (member, unit) in [
      (MemberIdentifier.anna, UnitCode.points), (.ben, .points), (.anna, Self.miles),
    ] {
      try shop.accept(
        .earn(
          100, for: member, reference: .named("e-\(member)-\(unit)"), unit: unit,
          occurred: .day(1)))
    }
    func hold(
      _ points: Points, _ member: MemberIdentifier, _ unit: UnitCode?, until day: Int,
      _ reference: String
    ) throws {
      try shop.accept(
        .hold(
          points, of: member, until: .day(day), reference: .named(reference), unit: unit,
          occurred: .day(2)))
    }
    try hold(5, .ben, nil, until: 30, "b")
    try hold(10, .anna, nil, until: 40, "a-late")
    try hold(20, .anna, nil, until: 30, "a-soon")
    try hold(7, .anna, Self.miles, until: 25, "a-miles")
    try hold(1, .anna, nil, until: 30, "a-soon2")
    try shop.accept(
      .capture(
        8, of: .named("a-soon"), for: .anna, reference: .named("c"), partial: true,
        occurred: .day(5)))
    return shop
  }

  private func lines(_ holds: [HoldView]) -> [String] {
    holds.map {
      "\($0.member) \($0.unit) \($0.reference.map(\.description) ?? "?") \($0.left)/\($0.points)"
    }
  }

  @Test("they are sorted by member, unit and deadline, with what is left of each")
  func sorted() throws {
    let shop = try shop()
    let anna = [
      "anna points a-soon 12/20", "anna points a-soon2 1/1", "anna points a-late 10/10",
    ]
    #expect(lines(try shop.ledger.holds(of: .anna)) == anna)
    #expect(
      lines(try shop.ledger.holds())
        == anna + ["anna miles a-miles 7/7", "ben points b 5/5"])
    #expect(try shop.ledger.holds(of: .anna).map(\.expires) == [.day(30), .day(30), .day(40)])
  }

  @Test("as of an instant and at a sequence number, as balances are")
  func asOf() throws {
    let shop = try shop()
    #expect(
      lines(try shop.ledger.holds(of: .anna, asOf: .day(4))).first == "anna points a-soon 20/20")
    #expect(lines(try shop.ledger.holds(asOf: .day(30))) == ["anna points a-late 10/10"])
    #expect(try shop.ledger.holds(asOf: .day(1)).isEmpty)
    let end = try shop.entry(.named("a-late")).sequence
    #expect(
      lines(try shop.ledger.holds(atSequence: end))
        == ["anna points a-late 10/10", "ben points b 5/5"])
    let held = try shop.ledger.holds(of: .anna).reduce(0) { $0 + $1.left.minorUnits }
    #expect(try shop.split(.anna)[2] == held)
    #expect(throws: LedgerError.self) { try shop.ledger.holds(of: .named("nobody")) }
  }

  @Test("they follow their member through a merge, and a closed one is gone")
  func merged() throws {
    let shop = try shop()
    try shop.accept(.merge(.ben, into: .anna, reference: .named("m")))
    try shop.accept(.release(.named("a-late"), for: .anna, reference: .named("r")))
    #expect(
      lines(try shop.ledger.holds(of: .anna)) == [
        "anna points b 5/5", "anna points a-soon 12/20", "anna points a-soon2 1/1",
      ])
    try shop.reopen()
    #expect(try shop.ledger.holds().count == 4)
  }
}
