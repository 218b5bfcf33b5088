import Testing

@testable import PointsLedger

@Suite("A refusal is explained by what the ledger knows of the post's names")
struct ExplanationTests {
  private func why(_ post: Post, _ shop: Shop) throws -> String {
    guard case .refused(let refusal) = try shop.post(post) else { return "posted" }
    return shop.ledger.explanation(of: refusal, for: post, scale: 0)
  }

  private func expect(_ post: Post, _ shop: Shop, _ parts: String...) throws {
    let found = try why(post, shop)
    for part in parts { #expect(found.contains(part), "\(found)") }
  }

  @Test("an unknown unit is named, with those that there are")
  func unknownUnit() throws {
    let shop = try Shop(more: [UnitDefinition(.stamps)])
    try expect(
      .earn(1, for: .anna, reference: .named("e"), unit: "beans"), shop,
      "unknownUnit: there is no unit `beans`", "points, stamps")
  }

  @Test("of two members the unknown one is named, and a link's new identifier is not")
  func unknownMember() throws {
    let shop = try Shop()
    try shop.accept(.earn(9, for: .anna, reference: .named("e")))
    try expect(
      .transfer(1, from: .anna, to: .ben, reference: .named("t")), shop,
      "unknownMember: there is no member `ben`:")
    try expect(
      .merge(.cleo, into: .ben, reference: .named("m")), shop,
      "no member `cleo`, and none `ben`:")
    try expect(
      .link(.named("phone"), to: .ben, reference: .named("l")), shop, "no member `ben`:")
    try shop.accept(.enroll(.ben, reference: .named("b")))
    try expect(
      .unlink(.ben, from: .anna, reference: .named("u")), shop, "`ben` is no identifier of `anna`")
  }

  @Test("an unknown original is not there, or is of another member, unit or kind, or was refused")
  func unknownOriginal() throws {
    let shop = try Shop(more: [UnitDefinition(.stamps)])
    try shop.accept(.earn(9, for: .anna, reference: .named("e")))
    try shop.accept(.earn(9, for: .ben, reference: .named("b")))
    try shop.refuse(.hold(99, of: .ben, until: .day(9), reference: .named("h")))
    try expect(
      .reverse(of: .named("x"), for: .anna, reference: .named("v1")), shop, "no entry `x`")
    try expect(
      .reverse(of: .named("e"), for: .ben, reference: .named("v2")), shop,
      "entry 2 (`e`) is of kind earn, of member `anna`, in points: reverse needs an entry of the same"
    )
    try expect(
      .capture(of: .named("e"), for: .anna, reference: .named("c1")), shop, "capture needs a hold")
    try expect(
      .capture(of: .named("h"), for: .ben, reference: .named("c2")), shop, "(`h`) was refused")
    try expect(
      .redeem(1, from: .anna, reference: .named("r"), lots: [.named("e"), .named("x")]), shop,
      "no entry `x`")
  }

  @Test(
    "more than is left to reverse says what is left, and an untouched entry is not said to be gone")
  func alreadyReversed() throws {
    let shop = try Shop()
    try shop.accept(.earn(7, for: .anna, reference: .named("e")))
    try expect(
      .reverse(100, of: .named("e"), for: .anna, reference: .named("v1")), shop,
      "remaining 7: no more than that is left of the original")
    try shop.accept(.reverse(of: .named("e"), for: .anna, reference: .named("v2")))
    try expect(
      .reverse(1, of: .named("e"), for: .anna, reference: .named("v3")), shop,
      "remaining 0: all of the original is reversed")
  }

  @Test("a refusal that is repeated is final, and does not say what is right now")
  func repeated() throws {
    let shop = try Shop()
    let post = Post.redeem(5, from: .anna, reference: .named("r"))
    try expect(post, shop, "there is no member `anna`")
    try shop.accept(.earn(9, for: .anna, reference: .named("e")))
    #expect(
      try why(post, shop) == "unknownMember; that is final: a new attempt needs a new reference")
  }
}
