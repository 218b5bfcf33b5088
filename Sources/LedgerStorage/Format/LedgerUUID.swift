/// The 16 bytes that identify a ledger or one of its files for ever.
package struct LedgerUUID: Hashable, Sendable, CustomStringConvertible {
  /// The first eight bytes, most significant first, so that hexadecimal digits print them in order.
  package let high: UInt64
  /// The last eight bytes, in the same order.
  package let low: UInt64

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A random one (RFC 9562, version 4).
  package init(from entropy: inout some RandomNumberGenerator) {
    let (first, second) = (entropy.next(), entropy.next())
    high = first & ~0xF000 | 0x4000
    low = second & ~(0b11 << 62) | 0b10 << 62
  }

  init(_ bytes: RawSpan, at offset: Int) {
    high = bytes.integer(at: offset, as: UInt64.self).byteSwapped
    low = bytes.integer(at: offset + 8, as: UInt64.self).byteSwapped
  }

  /// The 16 bytes in the order in which they are printed.
  package var bytes: [UInt8] {
    [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
  }

  /// 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12.
  package var description: String {
    let digits = FileName.digits(high) + FileName.digits(low)
    var text = ""
    for (position, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(position) { text += "-" }
      text.append(digit)
    }
    return text
  }
}
