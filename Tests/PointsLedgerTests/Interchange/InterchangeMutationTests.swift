import LedgerTestSupport
import PointsLedger
import Testing

@Suite("The interchange format: broken files")
struct InterchangeMutationTests {
  private static let csv = [
    "time,kind,member,points,reference,unit,expires,memo,lots,partial,policy,group,x-note\r\n",
    "2024-01-01T10:00:00.250+02:00,earn,\"a,b\",12.50,r1,points,2025-01-01,\"say \"\"hi\"\"\r\n",
    "there\",,,,g1,\r\n",
    "2024-01-02,redeem,caf\u{E9},-3,r2,,,\u{1F600},\"r1 \"\"x y\"\"\",yes,,g1,\"\"\r\n",
    "2024-01-03,unit,,,u,miles,,,,,scale=2 restore=grace:30,,\n",
    "2024-01-04,expire,m,5,,points,,,,,,,x\n",
  ].joined()

  private static let json = #"""
    {"time":"2024-01-01","kind":"earn","member":"a\u00e9\ud83d\ude00","points":12.50,"reference":"r1"}
    {"time":"2024-01-02","kind":"redeem","lots":["r1","x y"],"partial":true,"x-a":{"b":[1,2e5,null]},
    {"time":"2024-01-02","kind":"redeem","member":"m","points":"5","reference":"r2","lots":"r1 r2"}

    """#

  @Test("no change of bytes traps, and chunks of any size give the same rows and the same error")
  func mutations() {
    let seed = UInt64.random(in: .min ... .max)
    var random = SeededGenerator(seed: seed)
    let pieces: [[UInt8]] = [
      [0x22], [0x2C], [0x0A], [0x0D], [0x5C], [0x7B], [0x7D], [0x5B], [0x5D], [0x00], [0xFF],
      [0xC3], [0xE2, 0x82], [0x2D], [0x2E], [0x30], [0x39], [0x65], [0x20], Array("\\ud800".utf8),
      Array("99999999999999999999".utf8), Array("null".utf8), Array("1.5".utf8),
    ]
    for round in 0..<600 {
      let format: InterchangeFormat = round % 2 == 0 ? .csv : .jsonLines
      var bytes = Array((format == .csv ? Self.csv : Self.json).utf8)
      for _ in 0...random.index(3) {
        let place = random.index(bytes.count)
        switch random.index(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        default: bytes.insert(contentsOf: pieces[random.index(pieces.count)], at: place)
        }
      }
      let whole = outcome(bytes, format, chunk: .max)
      for chunk in [1, 2, 3, 8, 13] {
        let other = outcome(bytes, format, chunk: chunk)
        if other != whole {
          Issue.record("seed \(seed), round \(round), chunk \(chunk): \(other) and \(whole)")
          return
        }
      }
    }
  }

  /// Every row, and the error at the end.
  private func outcome(_ bytes: [UInt8], _ format: InterchangeFormat, chunk: Int) -> [String] {
    var result: [String] = []
    do {
      var reader = try InterchangeReader(
        format: format, source: InterchangeReader.source(of: bytes, chunk: chunk))
      while let row = try reader.next(scale: { _ in 2 }) {
        result.append("\(row.line) \(row.post?.reference.description ?? "-")")
      }
    } catch {
      result.append(error.description)
    }
    return result
  }
}
