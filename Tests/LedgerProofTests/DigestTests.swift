import LedgerProof
import Testing

@Suite struct DigestTests {
  @Test func isItsBytesAndNothingElse() {
    #expect(MemoryLayout<Digest>.size == Digest.byteCount)
    #expect(MemoryLayout<Digest>.stride == Digest.byteCount)
    let bytes = (0..<32).map { UInt8($0) }
    let value = digest(bytes)
    let stored = value.map { withUnsafeBytes(of: $0) { Array($0) } }
    #expect(stored == bytes)
    #expect(value?.withBytes { span in span.withUnsafeBytes { Array($0) } } == bytes)
  }

  @Test func isSpelledInHexadecimal() {
    let text = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1dfeff"
    #expect(Digest(hexadecimal: text)?.description == text)
    #expect(Digest(hexadecimal: text.uppercased())?.description == text)
    #expect(Digest.zero.description == String(repeating: "0", count: 64))
  }

  @Test(arguments: [
    "", "00", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
    String(repeating: "0", count: 63) + "g", String(repeating: "é", count: 32),
  ])
  func refusesWhatIsNo32Bytes(_ text: String) {
    #expect(Digest(hexadecimal: text) == nil)
    #expect(digest(Array(text.utf8.prefix(31))) == nil)
  }

  @Test func differsInEveryBit() {
    for bit in 0..<256 {
      var bytes = [UInt8](repeating: 0, count: 32)
      bytes[bit / 8] = 1 << (bit % 8)
      #expect(digest(bytes) != .zero)
    }
  }
}
