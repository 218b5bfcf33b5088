import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct ColumnDamageTests {
  /// Chunks of every kind and size, and whether they contain texts.
  private func chunks(_ random: inout SeededGenerator) -> [(bytes: [UInt8], isText: Bool)] {
    var chunks: [(bytes: [UInt8], isText: Bool)] = []
    var encoder = ColumnEncoder()
    for count in [1, 9, 70] {
      for kind in IntegerSample.allCases {
        var chunk: [UInt8] = []
        let values = kind.values(count, using: &random)
        encoder.encode(values.span, into: &chunk)
        chunks.append((chunk, false))
      }
      for kind in TextSample.allCases where kind != .long || count < 9 {
        var chunk: [UInt8] = []
        encoder.encode(kind.texts(count, using: &random), into: &chunk)
        chunks.append((chunk, true))
      }
    }
    return chunks
  }

  /// Whether a chunk can be read; the result must be within the limits.
  private func isRead(_ chunk: [UInt8], isText: Bool) -> Bool {
    let (limit, byteLimit) = (200, 20_000)
    do {
      if isText {
        let texts = try ColumnDecoder.texts(chunk.rawSpan, limit: limit, byteLimit: byteLimit)
        #expect(texts.count <= limit && texts.bytes.count <= byteLimit)
        #expect(texts.ends.last ?? 0 == texts.bytes.count)
      } else {
        #expect(try ColumnDecoder.integers(chunk.rawSpan, limit: limit).count <= limit)
      }
      return true
    } catch {
      #expect(error.category == .damaged)
      #expect(error.offset >= 0 && error.offset <= chunk.count)
      return false
    }
  }

  @Test func `a changed byte anywhere gives values or an error`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var refused = 0
    for (chunk, isText) in chunks(&random) {
      #expect(isRead(chunk, isText: isText), "seed \(seed)")
      for index in chunk.indices {
        let flip: UInt8 = index < 100 ? 1 << UInt8(random.index(8)) : 0xFF
        for change in [flip, 0x01, 0x80, UInt8.random(in: 1...255, using: &random)] {
          var damaged = chunk
          damaged[index] ^= change
          if !isRead(damaged, isText: isText) { refused += 1 }
        }
      }
    }
    #expect(refused > 1000, "seed \(seed)")
  }

  @Test func `a chunk of any other length is refused`() throws {
    var random = SeededGenerator(seed: 41)
    for (chunk, isText) in chunks(&random) {
      for length in 0..<chunk.count {
        #expect(!isRead(Array(chunk[..<length]), isText: isText), "\(length) of \(chunk)")
      }
      #expect(!isRead(chunk + [0], isText: isText))
    }
  }

  @Test func `any bytes give values or an error`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var read = 0
    for round in 0..<10_000 {
      // Small byte values, as methods and counts are small.
      let chunk = (0..<random.index(60)).map { _ in
        UInt8(truncatingIfNeeded: random.next() >> UInt64(56 + random.index(8)))
      }
      if isRead(chunk, isText: round % 2 == 0) { read += 1 }
    }
    #expect(read > 0 && read < 10_000, "seed \(seed)")
  }
}
