extension ByteReader: EntrySource {
  mutating func shape() throws(Malformed) -> (kind: UInt8, fields: UInt64) {
    let kind = try byte()
    return (kind, try varint())
  }

  @inline(__always)
  mutating func byte(_ column: EntryColumn) throws(Malformed) -> UInt8 { try byte() }

  @inline(__always)
  mutating func number(_ column: EntryColumn) throws(Malformed) -> UInt64 { try varint() }

  @inline(__always)
  mutating func signed(_ column: EntryColumn) throws(Malformed) -> Int64 { try zigzag() }

  @inline(__always)
  mutating func instant(after base: Int64, _ column: EntryColumn) throws(Malformed) -> Int64 {
    let (value, overflow) = base.addingReportingOverflow(try zigzag())
    guard !overflow else { throw Malformed(reason: "an instant is out of range") }
    return value
  }

  mutating func part(of whole: Int64, _ column: EntryColumn) throws(Malformed) -> Int64 {
    guard let value = Int64(exactly: try varint()) else {
      throw Malformed(reason: "a number exceeds 63 bits")
    }
    return value
  }

  mutating func text(_ column: EntryColumn) throws(Malformed) -> InlineText? { try optionalText() }

  mutating func string(maximum: Int, _ column: EntryColumn) throws(Malformed) -> String {
    try string(maximum: maximum)
  }

  mutating func random(
    _ high: EntryColumn, _ low: EntryColumn
  ) throws(Malformed) -> RandomBytes16 { try random() }
}
