import Testing

@testable import PointsLedger

@Suite struct VarintTests {
  /// The value of some bytes, and their number; nil if they are malformed.
  private static func read(_ bytes: [UInt8]) -> (value: UInt64, count: Int)? {
    bytes.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      guard let value = try? reader.varint() else { return nil }
      return (value, reader.offset)
    }
  }

  @Test func numbersOfEveryLengthAreReadWhateverFollows() {
    for bits in 0..<64 {
      let power: UInt64 = 1 << UInt64(bits)
      for value in [power - 1, power, ~(power - 1)] {
        var out = ByteWriter()
        out.varint(value)
        for following in 0..<12 {
          for byte: UInt8 in [0, 0x7F, 0xFF] {
            let found = Self.read(out.bytes + Array(repeating: byte, count: following))
            #expect(found?.value == value && found?.count == out.count, "\(value), \(following)")
          }
        }
      }
    }
  }

  @Test func longerFormsAndLargerNumbersAreMalformed() {
    for length in 2...10 {
      for following in 0..<12 {
        let rest = [UInt8](repeating: 1, count: following)
        let zeros = [UInt8](repeating: 0x80, count: length - 1) + [0]
        #expect(Self.read(zeros + rest) == nil, "\(length) bytes for zero, \(following)")
        let cut = [UInt8](repeating: 0xFF, count: length - 1)
        #expect(Self.read(cut) == nil, "cut after \(length - 1)")
      }
    }
    let ones = [UInt8](repeating: 0xFF, count: 9)
    #expect(Self.read(ones + [1])?.value == .max)
    #expect(Self.read(ones + [2]) == nil)
    #expect(Self.read(ones + [0x81, 0]) == nil)
  }
}
