import Testing

@testable import PointsLedger

@Suite("Ratios as text")
struct ExactRatioTests {
  @Test("in a hundred, the last decimal rounded, halves away from zero") func percent() {
    let examples: [(ExactRatio, Int, String)] = [
      (ExactRatio(1, 3), 1, "33.3"), (ExactRatio(-1, 3), 1, "-33.3"), (ExactRatio(2, 3), 0, "67"),
      (ExactRatio(1, 1), 1, "100.0"), (ExactRatio(7, 2), 2, "350.00"), (ExactRatio(0, 5), 1, "0.0"),
      (ExactRatio(1, 2_000), 1, "0.1"), (ExactRatio(-1, 9_999_999), 1, "0.0"),
      (ExactRatio(1, 0), 0, "0"),
    ]
    for (ratio, decimals, text) in examples {
      #expect(ratio.percentText(decimals: decimals) == text, "\(ratio)")
    }
  }
}
