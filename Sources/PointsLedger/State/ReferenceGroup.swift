/// Dropped references of one pattern: where the chunks of their numbers are. A pattern with very
/// many has several groups.
struct ReferenceGroup: StateValue {
  /// The most chunks of a group, so that its record is not too long for a run.
  static let capacity = 65_536

  var pattern: ReferencePattern
  var count: UInt64
  /// The greatest number.
  var last: UInt64
  /// The number of the first chunk; the others follow.
  var chunk: UInt64
  /// The first number of each chunk.
  var firsts: [UInt64]

  static let placeholder = ReferenceGroup(
    pattern: .hashes, count: 0, last: 0, chunk: 0, firsts: [])

  init(pattern: ReferencePattern, count: UInt64, last: UInt64, chunk: UInt64, firsts: [UInt64]) {
    self.pattern = pattern
    self.count = count
    self.last = last
    self.chunk = chunk
    self.firsts = firsts
  }

  func encode(into out: inout ByteWriter) {
    out.byte(pattern.digits)
    for text in [pattern.prefix, pattern.suffix] {
      out.byte(UInt8(text.count))
      for byte in text { out.byte(byte) }
    }
    out.varint(count)
    out.varint(last)
    out.varint(chunk)
    out.varint(UInt64(firsts.count))
    var before: UInt64 = 0
    for first in firsts {
      out.varint(first &- before)
      before = first
    }
  }

  init(from reader: inout ByteReader) throws(ByteReader.Malformed) {
    let digits = try reader.byte()
    guard Int(digits) <= ReferencePattern.maximumDigits else {
      throw ByteReader.Malformed(reason: "a pattern has too many digits")
    }
    var texts: [[UInt8]] = [[], []]
    for index in texts.indices {
      let count = try reader.byte()
      guard Int(count) <= InlineText.maximumByteCount else {
        throw ByteReader.Malformed(reason: "a pattern is too long")
      }
      for _ in 0..<count { texts[index].append(try reader.byte()) }
    }
    pattern = ReferencePattern(prefix: texts[0], digits: digits, suffix: texts[1])
    count = try reader.varint()
    last = try reader.varint()
    chunk = try reader.varint()
    firsts = []
    var before: UInt64 = 0
    for _ in 0..<(try reader.count(atLeast: 1)) {
      before &+= try reader.varint()
      firsts.append(before)
    }
  }
}
