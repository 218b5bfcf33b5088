import PointsLedger
import Testing

@Suite("Which word was meant")
struct SuggestionTests {
  private let kinds = ["unit", "enroll", "earn", "redeem", "release", "reverse", "expire"]

  @Test(
    "a word that is near another is taken for it",
    arguments: [
      ("earn", "earn"), ("EARN", "earn"), ("eanr", "earn"), ("earned", "earn"),
      ("redemption", "redeem"), ("enrol", "enroll"), ("expired", "expire"),
    ])
  func near(_ word: String, _ meant: String) {
    #expect(Suggestion.nearest(to: word, among: kinds) == meant)
  }

  @Test(
    "a word that is near none is not",
    arguments: ["", "x", "give", "points", "transferred", "\u{1F600}"])
  func far(_ word: String) {
    #expect(Suggestion.nearest(to: word, among: kinds) == nil)
    #expect(Suggestion.text(for: word, among: kinds) == "")
  }

  @Test("a word of any length is answered at once")
  func long() {
    let word = String(repeating: "earn", count: 1_000_000)
    #expect(Suggestion.nearest(to: word, among: kinds) == nil)
  }

  @Test("the nearest one counts, of equally near ones the first")
  func nearest() {
    #expect(Suggestion.nearest(to: "releas", among: kinds) == "release")
    #expect(Suggestion.nearest(to: "ab", among: ["a", "b"]) == nil)
    #expect(Suggestion.nearest(to: "cat", among: ["bat", "hat"]) == "bat")
  }
}
