import LedgerTestSupport
import PointsLedger
import Testing

@Suite("Points as text")
struct PointsTextTests {
  @Test("13: any amount is read back as it was written, at every scale")
  func roundTrip() throws {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    for scale in UInt8(0)...6 {
      var values: [Int64] = [0, 1, -1, 9, 10, 99, 100, .max, .min, .max - 1, .min + 1]
      for _ in 0..<500 {
        let wide = Int64(truncatingIfNeeded: random.next())
        values.append(wide >> Int64.random(in: 0...62, using: &random))
      }
      for value in values {
        let points = Points(minorUnits: value)
        let text = points.text(scale: scale)
        #expect(try Points(text, scale: scale) == points, "\(text), seed \(seed)")
        let decimals = text.split(separator: ".")
        #expect(decimals.count == (scale == 0 ? 1 : 2))
        #expect(scale == 0 || decimals[1].count == Int(scale))
      }
    }
  }

  @Test(
    "decimals become minor units",
    arguments: [
      ("12", 0, 12), ("-12.50", 2, -1_250), ("12.5", 2, 1_250), ("12", 2, 1_200),
      ("0.000001", 6, 1), ("-0", 0, 0), ("007", 0, 7), ("1000.00", 0, 1_000),
      ("-1.5000000000000000000000000", 2, -150),
      ("9223372036854775807", 0, Int64.max), ("-9223372036854775808", 0, .min),
      ("-9223372036854.775808", 6, .min),
    ] as [(String, UInt8, Int64)])
  func values(text: String, scale: UInt8, expected: Int64) throws {
    #expect(try Points(text, scale: scale).minorUnits == expected)
  }

  @Test(
    "what are no points says why",
    arguments: [
      ("", 2, PointsTextError.malformed), ("-", 2, .malformed), ("+1", 2, .malformed),
      (".5", 2, .malformed), ("5.", 2, .malformed), ("1,5", 2, .malformed),
      ("1e3", 0, .malformed), (" 1", 0, .malformed), ("1.2.3", 2, .malformed),
      ("--1", 0, .malformed), ("١", 0, .malformed), ("0x1", 0, .malformed),
      ("1.01", 0, .tooManyDecimals(scale: 0)), ("1.505", 2, .tooManyDecimals(scale: 2)),
      ("1.00x", 0, .malformed), ("1.", 0, .malformed),
      ("9223372036854775808", 0, .outOfRange), ("-9223372036854775809", 0, .outOfRange),
      ("99999999999999999999999999", 0, .outOfRange), ("9223372036854775807", 1, .outOfRange),
      ("18446744073709551617", 0, .outOfRange),
    ] as [(String, UInt8, PointsTextError)])
  func refused(text: String, scale: UInt8, expected: PointsTextError) {
    #expect(throws: expected) { try Points(text, scale: scale) }
  }
}
