import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct ColumnVectorTests {
  @Test func `every vector is read as it says`() throws {
    let vectors = try ColumnVector.all()
    #expect(vectors.count > 100)
    #expect(Set(vectors.map(\.name)).count == vectors.count)
    for vector in vectors {
      switch vector.kind {
      case .integers:
        let values = try? ColumnDecoder.integers(vector.chunk.rawSpan, limit: 4096)
        #expect(values == (vector.mode == .error ? nil : vector.integers), "\(vector.name)")
      case .texts:
        let texts = try? ColumnDecoder.texts(
          vector.chunk.rawSpan, limit: 4096, byteLimit: 65_536)
        #expect(texts == (vector.mode == .error ? nil : vector.texts), "\(vector.name)")
      }
    }
  }

  @Test func `the writer makes the bytes of the exact vectors`() throws {
    var encoder = ColumnEncoder()
    for vector in try ColumnVector.all() where vector.mode == .exact {
      var chunk: [UInt8] = []
      switch vector.kind {
      case .integers: encoder.encode(vector.integers.span, into: &chunk)
      case .texts: encoder.encode(vector.texts, into: &chunk)
      }
      #expect(chunk == vector.chunk, "\(vector.name)")
    }
  }

  @Test func `the examples of the specification are vectors`() throws {
    let text = try SpecificationFile.columns.text().filter { $0 != " " }
    let examples = try ColumnVector.all().filter { $0.name.hasPrefix("example-") }
    #expect(examples.count == 11)
    for example in examples {
      let hex = example.chunk.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      #expect(text.contains("`\(hex.joined())`"), "\(example.name)")
    }
  }
}
