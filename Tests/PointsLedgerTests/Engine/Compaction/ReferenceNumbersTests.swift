import LedgerTestSupport
import Testing

@testable import PointsLedger

@Suite("The numbers of dropped references in chunks")
struct ReferenceNumbersTests {
  private static func read(_ chunks: [ReferenceNumbers.Chunk]) -> [UInt64] {
    var reader = ReferenceChunkReader(chunks)
    var numbers: [UInt64] = []
    while let number = reader.number {
      numbers.append(number)
      reader.advance()
    }
    return numbers
  }

  @Test(
    "however far apart they are, all are kept",
    arguments: [
      [0, .max], [3, 4, 5, .max - 1, .max], [1, 1 << 63], [1, 1 << 63 + 1], [0, 1 << 63],
      [1, 1 << 63 + 2, 1 << 63 + 4], [7],
    ] as [[UInt64]])
  func distances(_ numbers: [UInt64]) {
    #expect(Self.read(ReferenceNumbers(numbers).chunks()) == numbers)
  }

  @Test("a few hashes are all kept") func hashes() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      let numbers = (0..<random.within(1...5)).map { _ in random.next() }
      #expect(Self.read(ReferenceNumbers(numbers).chunks()) == numbers.sorted())
    }
  }
}
