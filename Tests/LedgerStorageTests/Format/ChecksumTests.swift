import CLedgerSupport
import LedgerStorage
import LedgerTestSupport
import Testing

@Suite struct ChecksumTests {
  @Test func `the checksum of the nine digits is the standard's`() {
    #expect(Checksum.crc32c(Array("123456789".utf8).rawSpan) == 0xE306_9283)
    #expect(Checksum.crc32c([UInt8]().rawSpan) == 0)
    #expect(Checksum.crc32c([UInt8](repeating: 0, count: 32).rawSpan) == 0x8A91_36AA)
  }

  @Test func `all paths agree at every length and alignment`() {
    typealias Path = (UInt32, UnsafeRawPointer?, Int) -> UInt32
    let paths: [(name: String, path: Path)] = [
      ("chosen", ledger_crc32c), ("sse4.2", ledger_crc32c_sse42),
      ("pclmul", ledger_crc32c_pclmul), ("armv8", ledger_crc32c_armv8),
    ]
    var random = SeededGenerator(seed: 1)
    let bytes = (0..<20_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let lengths =
      Array(0...130) + [383, 384, 385, 767, 768, 1023, 3071, 3072, 3073, 3455, 3456, 6144, 9999]
      + (0..<40).map { _ in random.index(19_000) }
    bytes.withUnsafeBytes { buffer in
      for length in lengths {
        for alignment in [0, 1, 3, 4, 7] {
          let start = buffer.baseAddress.map { $0 + alignment }
          let before = UInt32(truncatingIfNeeded: random.next())
          let expected = ledger_crc32c_table(before, start, length)
          for (name, path) in paths {
            #expect(path(before, start, length) == expected, "\(name), \(length) bytes")
          }
        }
      }
    }
  }

  @Test func `a checksum can be continued`() {
    let bytes = Array("the quick brown fox".utf8)
    for cut in 0...bytes.count {
      let first = ledger_crc32c(0, Array(bytes[..<cut]), cut)
      #expect(
        ledger_crc32c(first, Array(bytes[cut...]), bytes.count - cut)
          == Checksum.crc32c(bytes.rawSpan))
    }
  }
}
