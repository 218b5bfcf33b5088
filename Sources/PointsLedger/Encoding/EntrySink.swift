/// Receives the fields of an entry one after the other, for the bytes of a row or for columns.
protocol EntrySink: ~Copyable {
  mutating func shape(_ kind: UInt8, _ fields: UInt64)
  mutating func byte(_ value: UInt8, _ column: EntryColumn)
  mutating func number(_ value: UInt64, _ column: EntryColumn)
  mutating func signed(_ value: Int64, _ column: EntryColumn)
  /// An instant; a row stores its distance after `base`.
  mutating func instant(_ value: Int64, after base: Int64, _ column: EntryColumn)
  /// A part of `whole`; a column stores the rest.
  mutating func part(_ value: Int64, of whole: Int64, _ column: EntryColumn)
  /// A text of at most 64 bytes, or none.
  mutating func text(_ value: InlineText?, _ column: EntryColumn)
  mutating func string(_ value: String, _ column: EntryColumn)
  mutating func random(_ value: RandomBytes16, _ high: EntryColumn, _ low: EntryColumn)
}

/// Returns the fields of an entry, in the order in which the sink received them.
protocol EntrySource {
  typealias Malformed = ByteReader.Malformed

  mutating func shape() throws(Malformed) -> (kind: UInt8, fields: UInt64)
  mutating func byte(_ column: EntryColumn) throws(Malformed) -> UInt8
  mutating func number(_ column: EntryColumn) throws(Malformed) -> UInt64
  mutating func signed(_ column: EntryColumn) throws(Malformed) -> Int64
  /// An instant in milliseconds, which may be out of range.
  mutating func instant(after base: Int64, _ column: EntryColumn) throws(Malformed) -> Int64
  mutating func part(of whole: Int64, _ column: EntryColumn) throws(Malformed) -> Int64
  mutating func text(_ column: EntryColumn) throws(Malformed) -> InlineText?
  mutating func string(
    maximum: Int, _ column: EntryColumn
  ) throws(Malformed) -> String
  mutating func random(
    _ high: EntryColumn, _ low: EntryColumn
  ) throws(Malformed) -> RandomBytes16
}
