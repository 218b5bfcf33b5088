import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct ColumnRoundTripTests {
  @Test(arguments: IntegerSample.allCases)
  func `integers of every kind come back`(_ kind: IntegerSample) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var encoder = ColumnEncoder()
    for round in 0..<30 {
      let count = [0, 1, 2, 3, 7, 8, 9, 63, 64, 65, 300, 1023, 1024, 5000][random.index(14)]
      let values = kind.values(count, using: &random)
      var chunk: [UInt8] = [0xAA]
      encoder.encode(values.span, into: &chunk)
      let decoded = try ColumnDecoder.integers(
        chunk.rawSpan.extracting(1..<chunk.count), limit: count)
      #expect(decoded == values, "\(kind), seed \(seed), round \(round)")
      var again: [UInt8] = [0xAA]
      var other = ColumnEncoder()
      other.encode(values.span, into: &again)
      #expect(chunk == again, "the same values, other bytes: \(kind), seed \(seed), round \(round)")
      #expect(chunk.count <= 1 + 5 + count * 8 + 13, "\(kind), seed \(seed), round \(round)")
    }
  }

  @Test(arguments: TextSample.allCases)
  func `texts of every kind come back`(_ kind: TextSample) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var encoder = ColumnEncoder()
    for round in 0..<30 {
      let count = [0, 1, 2, 3, 7, 64, 300, 1024][random.index(8)]
      let texts = kind.texts(count, using: &random)
      var chunk: [UInt8] = []
      encoder.encode(texts, into: &chunk)
      let decoded = try ColumnDecoder.texts(
        chunk.rawSpan, limit: count, byteLimit: texts.bytes.count)
      #expect(decoded == texts, "\(kind), seed \(seed), round \(round)")
      var again: [UInt8] = []
      var other = ColumnEncoder()
      other.encode(texts, into: &again)
      #expect(chunk == again, "the same texts, other bytes: \(kind), seed \(seed), round \(round)")
    }
  }

  @Test func `more than the limits allow is refused`() throws {
    var encoder = ColumnEncoder()
    var chunk: [UInt8] = []
    let fives: [Int64] = [5, 5, 5, 5]
    encoder.encode(fives.span, into: &chunk)
    #expect(throws: FormatFault.self) { try ColumnDecoder.integers(chunk.rawSpan, limit: 3) }
    #expect(throws: FormatFault.self) { try ColumnDecoder.integers(chunk.rawSpan, limit: -1) }
    for kind in TextSample.allCases {
      var random = SeededGenerator(seed: 3)
      let texts = kind.texts(100, using: &random)
      chunk = []
      encoder.encode(texts, into: &chunk)
      let size = texts.bytes.count
      for (limit, byteLimit) in [(99, size), (100, size - 1), (100, 0), (100, -1), (0, size)]
      where byteLimit < size || limit < 100 {
        #expect(throws: FormatFault.self, "\(kind)") {
          try ColumnDecoder.texts(chunk.rawSpan, limit: limit, byteLimit: byteLimit)
        }
      }
    }
  }
}
