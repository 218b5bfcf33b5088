import Foundation
import Testing

@testable import PointsLedger

@Suite("Posts as JSON: what an outbox keeps is what was asked")
struct PostCodingTests {
  private static let posts: [Post] = {
    var full = Post.redeem(50, from: .anna, reference: .named("r"), occurred: .day(3))
    full.unit = "stamps"
    full.lots = [.named("a"), .named("b")]
    full.partial = true
    full.texts = EntryTexts(location: "S1", basis: "12.50", basisUnit: "EUR", memo: "a \"quote\"")
    var freeze = Post(kind: .freeze, reference: .named("f"))
    freeze.member = .anna
    freeze.freezesCredits = true
    let terms = UnitTerms(
      scale: 2, reversal: .refuse, restore: .grace(days: 30), inactivityDays: 365, activity: [.earn]
    )
    return [
      .earn(120, for: .anna, reference: .named("e")), full, freeze,
      .unit("euro", terms: terms, reference: .named("u")),
      .merge(.anna, into: .ben, reference: .named("m")),
    ]
  }()

  @Test("a post that is decoded again is a duplicate of itself, and says the same in JSON")
  func roundTrip() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    for post in Self.posts {
      let json = try encoder.encode(post)
      let again = try JSONDecoder().decode(Post.self, from: json)
      #expect(try encoder.encode(again) == json)
      #expect(again.kind == post.kind && again.reference == post.reference)
      #expect(again.lots == post.lots && again.texts == post.texts && again.terms == post.terms)
      #expect(again.partial == post.partial && again.freezesCredits == post.freezesCredits)
      #expect(again.unit == post.unit && again.occurred == post.occurred)
      #expect(again.member == post.member && again.counterparty == post.counterparty)
    }
  }

  @Test("scalars are the text or number that people write")
  func scalars() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let post = Post.earn(120, for: "4711", reference: "S1/T3", occurred: .epoch)
    let json = try #require(String(data: try encoder.encode(post), encoding: .utf8))
    #expect(
      json.replacing("\\/", with: "/")
        == #"{"kind":"earn","member":"4711","occurred":"1970-01-01T00:00:00Z","points":120,"#
        + #""reference":"S1/T3"}"#)
  }

  @Test(
    "what no post can be is refused when it is decoded",
    arguments: [
      #"{"kind":"bonus","reference":"r"}"#, #"{"kind":"earn","reference":""}"#,
      #"{"kind":"earn","reference":"r","occurred":"yesterday"}"#,
      #"{"kind":"earn","reference":"r","unit":"two words"}"#, #"{"kind":"earn"}"#,
    ])
  func wrong(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Post.self, from: Data(json.utf8))
    }
  }

  @Test("an answer that is decoded again says the same")
  func answer() throws {
    let shop = try Shop()
    try shop.accept(.earn(120, for: .anna, reference: .named("e")))
    let answer = try shop.post(.redeem(50, from: .anna, reference: .named("r")))
    let json = try JSONEncoder().encode(answer)
    let receipt = try #require(try JSONDecoder().decode(Answer.self, from: json).receipt)
    #expect(receipt.balance == answer.receipt?.balance)
    #expect(receipt.allocations == answer.receipt?.allocations)
    let no = try shop.post(.redeem(500, from: .anna, reference: .named("n")))
    let again = try JSONDecoder().decode(Answer.self, from: try JSONEncoder().encode(no))
    #expect(again.refusal == no.refusal)
  }
}
