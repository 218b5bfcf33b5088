extension ByteWriter: EntrySink {
  mutating func shape(_ kind: UInt8, _ fields: UInt64) {
    byte(kind)
    varint(fields)
  }

  @inline(__always)
  mutating func byte(_ value: UInt8, _ column: EntryColumn) { byte(value) }

  @inline(__always)
  mutating func number(_ value: UInt64, _ column: EntryColumn) { varint(value) }

  @inline(__always)
  mutating func signed(_ value: Int64, _ column: EntryColumn) { zigzag(value) }

  @inline(__always)
  mutating func instant(_ value: Int64, after base: Int64, _ column: EntryColumn) {
    zigzag(value &- base)
  }

  mutating func part(_ value: Int64, of whole: Int64, _ column: EntryColumn) {
    varint(UInt64(bitPattern: value))
  }

  mutating func text(_ value: InlineText?, _ column: EntryColumn) {
    if let value { text(value) } else { byte(0) }
  }

  mutating func string(_ value: String, _ column: EntryColumn) { text(value) }

  mutating func random(_ value: RandomBytes16, _ high: EntryColumn, _ low: EntryColumn) {
    random(value)
  }
}
