import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("Invariant 13: a scale is fixed for good, and parts add up exactly to the whole")
struct Invariant13Tests {
  @Test("a unit's scale can be repeated or left out, never changed")
  func scale() throws {
    let shop = try Shop(UnitTerms(scale: 2))
    for (name, scale) in [("less", 0), ("more", 3)] as [(String, UInt8)] {
      #expect(
        try shop.refuse(
          .unit(.points, terms: UnitTerms(scale: scale), reference: .named(name))) == .scaleFixed)
    }
    try shop.accept(.unit(.points, terms: UnitTerms(scale: 2), reference: .named("same")))
    try shop.accept(
      .unit(.points, terms: UnitTerms(reversal: .refuse), reference: .named("left out")))
    #expect(
      shop.ledger.units == [
        UnitInfo(code: .points, scale: 2, terms: UnitTerms(reversal: .refuse))
      ])
    #expect(
      try shop.refuse(.unit(.miles, terms: UnitTerms(scale: 7), reference: .named("seven")))
        == .malformed(.scaleOutOfRange))
    try shop.accept(.unit(.miles, terms: UnitTerms(scale: 6), reference: .named("six")))
    try shop.reopen()
    #expect(shop.ledger.units.map(\.scale) == [2, 6])
  }

  @Test("a debit over many lots, undone in random parts, leaves every lot as it was")
  func randomParts() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for kind in [EntryKind.redeem, .capture, .adjust, .transfer] {
      let shop = try Shop()
      try shop.accept(.enroll(.ben, reference: .named("ben")))
      for lot in 0..<6 {
        let expires: Instant? = Bool.random(using: &random) ? .day(5 + lot) : nil
        try shop.accept(
          .earn(
            .of(Int.random(in: 1...100_000, using: &random)), for: .anna,
            reference: .named("e\(lot)"), expires: expires))
      }
      let before = try shop.lots(.anna)
      let total = try shop.balance(.anna).available.minorUnits
      let points = Int64.random(in: (total / 2)...total, using: &random)
      switch kind {
      case .redeem: try shop.accept(.redeem(.of(points), from: .anna, reference: .named("x")))
      case .adjust: try shop.accept(.adjust(.of(-points), of: .anna, reference: .named("x")))
      case .transfer:
        try shop.accept(.transfer(.of(points), from: .anna, to: .ben, reference: .named("x")))
      default:
        try shop.accept(
          .hold(.of(points), of: .anna, until: .day(2), reference: .named("h")))
        try shop.accept(.capture(of: .named("h"), for: .anna, reference: .named("x")))
      }
      var left = points
      var part = 0
      while left > 0 {
        let some = Int64.random(in: 1...max(1, min(left, points / 4)), using: &random)
        try shop.accept(
          .reverse(.of(some), of: .named("x"), for: .anna, reference: .named("v\(part)")))
        left -= some
        part += 1
        #expect(try shop.balance(.anna).available.minorUnits == total - left, "seed \(seed)")
      }
      #expect(try shop.lots(.anna) == before, "\(kind), seed \(seed)")
    }
  }

  @Test("one whole and its parts come to the same state")
  func partsAreTheWhole() throws {
    func shop(_ parts: [Points]) throws -> [String] {
      let shop = try Shop()
      for lot in 0..<3 {
        try shop.accept(
          .earn(33, for: .anna, reference: .named("e\(lot)"), expires: .day(9 - lot)))
      }
      for (index, part) in parts.enumerated() {
        try shop.accept(.redeem(part, from: .anna, reference: .named("r\(index)")))
      }
      return try shop.lots(.anna)
    }
    #expect(try shop([70]) == shop([1, 2, 30, 37]))
  }
}
