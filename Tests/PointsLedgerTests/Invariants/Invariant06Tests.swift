import Testing

@testable import PointsLedger

@Suite("Invariant 6: all reversals of an entry together never exceed it")
struct Invariant06Tests {
  private static let originals: [(String, Post)] = [
    ("earn", .earn(100, for: .anna, reference: .named("x"))),
    ("opening", .opening(100, for: .anna, reference: .named("x"))),
    ("adjust up", .adjust(100, of: .anna, reference: .named("x"))),
    ("adjust down", .adjust(-100, of: .anna, reference: .named("x"))),
    ("redeem", .redeem(100, from: .anna, reference: .named("x"))),
    ("capture", .capture(100, of: .named("h"), for: .anna, reference: .named("x"))),
    ("transfer", .transfer(100, from: .anna, to: .ben, reference: .named("x"))),
  ]

  @Test("in parts, with the rest, and not once more", arguments: originals.indices)
  func inParts(_ index: Int) throws {
    let (name, original) = Self.originals[index]
    let shop = try Shop()
    try shop.accept(.earn(500, for: .anna, reference: .named("e")))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    if original.kind == .capture {
      try shop.accept(.hold(200, of: .anna, until: .day(1), reference: .named("h")))
    }
    let before = try shop.balance(.anna)
    try shop.accept(original)
    func reverse(_ points: Points?, _ reference: String) -> Post {
      .reverse(points, of: .named("x"), for: .anna, reference: .named(reference))
    }
    try shop.accept(reverse(40, "v1"))
    #expect(try shop.refuse(reverse(61, "v2")) == .alreadyReversed(remaining: 60))
    try shop.accept(reverse(45, "v3"))
    #expect(try shop.refuse(reverse(16, "v4")) == .alreadyReversed(remaining: 15))
    #expect(try shop.accept(reverse(nil, "v5")).entry.amount == 15)
    #expect(try shop.refuse(reverse(nil, "v6")) == .alreadyReversed(remaining: 0))
    #expect(try shop.refuse(reverse(1, "v7")) == .alreadyReversed(remaining: 0))
    // The capture's rest was free in any case.
    let after = try shop.balance(.anna)
    #expect(after.available.minorUnits + after.held.minorUnits == 500, "\(name)")
    #expect(after.redeemed == before.redeemed && after.arrears == 0)
    try shop.reopen()
    #expect(try shop.refuse(reverse(1, "v8")) == .alreadyReversed(remaining: 0))
  }

  @Test("what a policy forgave counts as reversed, and so does what had expired")
  func forgivenCounts() throws {
    let shop = try Shop(UnitTerms(reversal: .withinBalance))
    try shop.accept(.earn(100, for: .anna, reference: .named("e"), expires: .day(1)))
    try shop.accept(.redeem(50, from: .anna, reference: .named("r")))
    let reversal = try shop.at(.day(2)).accept(
      .reverse(80, of: .named("e"), for: .anna, reference: .named("v1"))
    ).entry
    #expect(reversal.amount == 80 && reversal.change == 0)
    #expect(
      try shop.refuse(.reverse(21, of: .named("e"), for: .anna, reference: .named("v2")))
        == .alreadyReversed(remaining: 20))
  }

  @Test("a reversal cannot be reversed, nor anything that is no debit or credit of its own")
  func notReversible() throws {
    let shop = try Shop()
    try shop.accept(.earn(100, for: .anna, reference: .named("e")))
    try shop.accept(.redeem(50, from: .anna, reference: .named("r")))
    try shop.accept(.reverse(of: .named("r"), for: .anna, reference: .named("v")))
    try shop.accept(.hold(5, of: .anna, until: .day(1), reference: .named("h")))
    try shop.accept(.enroll(.ben, reference: .named("ben")))
    try shop.accept(.merge(.ben, into: .anna, reference: .named("m")))
    for reference in ["v", "h", "m", "ben"] {
      #expect(
        try shop.refuse(
          .reverse(of: .named(reference), for: .anna, reference: .named("not \(reference)")))
          == .notReversible, "\(reference)")
    }
    // For another member, or for none.
    try shop.accept(.earn(1, for: .cleo, reference: .named("c")))
    for reference in ["c", "nothing"] {
      #expect(
        try shop.refuse(
          .reverse(of: .named(reference), for: .anna, reference: .named("not \(reference)")))
          == .unknownOriginal, "\(reference)")
    }
  }
}
