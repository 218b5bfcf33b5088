import LedgerStorage
import LedgerTestSupport
import Testing

/// The size of a block of 1,024 rows. The seeds are fixed, so the sizes are too.
@Suite struct ColumnSizeTests {
  private let count = 1024

  private func size(_ values: [Int64]) -> Int {
    var encoder = ColumnEncoder()
    var chunk: [UInt8] = []
    encoder.encode(values.span, into: &chunk)
    return chunk.count
  }

  private func size(_ texts: ColumnTexts) -> Int {
    var encoder = ColumnEncoder()
    var chunk: [UInt8] = []
    encoder.encode(texts, into: &chunk)
    return chunk.count
  }

  @Test func `references with running numbers take nearly nothing`() {
    var texts = ColumnTexts()
    for index in 0..<count { texts.append("S012-T3-\(1_000_451_234 + index)".utf8) }
    #expect(size(texts) <= 40)
  }

  @Test func `references of many tills, each with running numbers, take the till and the first`() {
    var random = SeededGenerator(seed: 5)
    var numbers = (0..<200).map { _ in 100_000 + random.index(900_000) }
    var texts = ColumnTexts()
    for _ in 0..<count {
      let till = random.index(200)
      numbers[till] += 1
      texts.append("S\(101 + till / 4)-T\(till % 4)-0000\(numbers[till])".utf8)
    }
    // 8 bits for each till, and 8 + 2 + 20 bits for the first number of each of the 200.
    #expect(size(texts) <= count + 200 * 30 / 8 + 64)
  }

  @Test func `a UUID costs its random bits, and its time as it grows`() {
    var random = SeededGenerator(seed: 1)
    #expect(size(TextSample.random4.texts(count, using: &random)) <= count * 122 / 8 + 64)
    #expect(size(TextSample.time7.texts(count, using: &random)) <= count * 23 / 2)
  }

  @Test func `days in milliseconds take what days take`() {
    var random = SeededGenerator(seed: 2)
    let days = (0..<count).map { _ in 20_000 + Int64(random.index(1000)) }
    #expect(size(days.map { $0 * 86_400_000 }) <= size(days) + 8)
    #expect(size(days) <= count * 10 / 8 + 16)
  }

  @Test func `few bits an integer where few say all`() {
    var random = SeededGenerator(seed: 3)
    let one = Int64(truncatingIfNeeded: random.next())
    let few = (0..<16).map { _ in Int64(truncatingIfNeeded: random.next()) }
    #expect(size((0..<count).map { _ in one }) <= 13)
    #expect(size((0..<count).map { Int64($0) &* one &+ 7 }) <= 25)
    #expect(size((0..<count).map { _ in few[random.index(16)] }) <= count * 4 / 8 + 16 * 8 + 32)
    let rare = (0..<count).map { $0 % 100 == 7 ? Int64(random.next() >> 24) : 0 }
    #expect(size(rare) <= 11 * 8)
    let pattern = (0..<50).map { _ in Int64(random.index(1 << 20)) }
    #expect(size((0..<count).map { pattern[$0 % 50] }) <= 50 * 3 + 32)
    let random64 = (0..<count).map { _ in Int64(truncatingIfNeeded: random.next()) }
    #expect(size(random64) <= count * 8 + 8)
  }

  @Test func `texts that repeat cost an index each`() {
    var random = SeededGenerator(seed: 4)
    #expect(size(TextSample.locations.texts(count, using: &random)) <= count * 7 / 8 + 300)
    var words = ColumnTexts()
    for _ in 0..<count { words.append(["", "bonus", "till 7", "Kaffee"][random.index(4)].utf8) }
    #expect(size(words) <= count * 2 / 8 + 50)
  }
}
