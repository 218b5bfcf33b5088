import LedgerTestSupport
import Testing

@testable import PointsLedger

/// A hint returns a number that was noted, or nothing.
@Suite("Hints")
struct HashCacheTests {
  @Test("a small table tells the latest numbers, and never a wrong one")
  func small() {
    var random = SeededGenerator(seed: 4)
    var hints = HashCache()
    hints.limit(toBytes: 0)
    let pairs = (0..<10_000).map { (hash: random.next(), number: UInt64($0)) }
    for (hash, number) in pairs {
      hints.note(hash, number)
      #expect(hints.number(under: hash) == number)
    }
    let known = pairs.filter { hints.number(under: $0.hash) != nil }
    #expect((32...128).contains(known.count))
    #expect(known.allSatisfy { hints.number(under: $0.hash) == $0.number })
    hints.note(1, 0xFFFF_FFFF)
    #expect(hints.number(under: 1) == nil)
  }

  @Test("a table grows while more is noted than it has room for, up to its limit")
  func grows() {
    var random = SeededGenerator(seed: 5)
    let hashes = (0..<400_000).map { _ in random.next() }
    func knownPart(limit: Int) -> Int {
      var hints = HashCache()
      hints.limit(toBytes: limit)
      for _ in 0..<3 {
        for (number, hash) in hashes.enumerated() where hints.number(under: hash) == nil {
          hints.note(hash, UInt64(number))
        }
      }
      var count = 0
      for (number, hash) in hashes.enumerated() {
        guard let found = hints.number(under: hash) else { continue }
        #expect(found == UInt64(number))
        count += 1
      }
      return count * 100 / hashes.count
    }
    #expect(knownPart(limit: 16 << 20) > 85)
    #expect(knownPart(limit: 2 << 20) < 66)
  }
}
