/// Moves entries of a log into columns. Each value is added as it is read, and texts need not
/// become strings.
struct EntryTranscoder {
  /// The columns so far.
  var columns = EntryColumns()
  /// The rest of the entry that is being read; empty between entries.
  private var body = unsafe ByteReader(UnsafeRawBufferPointer(start: nil, count: 0))

  /// Reads the next entry of a frame, and adds it to the columns.
  ///
  /// - Parameters:
  ///   - sequence: The entry's sequence number.
  ///   - posted: The `posted` instant of the frame.
  mutating func add(
    from frame: inout ByteReader, sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> SummaryFields {
    let count = try frame.varint()
    body = try frame.slice(count)
    // The reader must not outlive this call: its bytes belong to the caller.
    defer { body = unsafe ByteReader(UnsafeRawBufferPointer(start: nil, count: 0)) }
    columns.begin(posted: posted)
    let summary = try fields(sequence: sequence, posted: posted)
    guard body.isAtEnd else { throw ByteReader.Malformed(reason: "it is longer than its fields") }
    return summary
  }

  private mutating func fields(
    sequence: UInt64, posted: Int64
  ) throws(ByteReader.Malformed) -> SummaryFields {
    var ahead = body
    let shape = try ahead.shape()
    let fields = RecordField(rawValue: shape.fields)
    if let kind = EntryKind(rawValue: shape.kind), Self.isPlain(kind, fields) {
      body = ahead
      columns.shape(shape.kind, shape.fields)
      return try plain(kind, fields, sequence: sequence)
    }
    let record = try Record.decodeFields(from: &self, sequence: sequence, posted: posted)
    return SummaryFields(record)
  }
}

extension EntryTranscoder: EntrySource {
  mutating func shape() throws(Malformed) -> (kind: UInt8, fields: UInt64) {
    let shape = try body.shape()
    columns.shape(shape.kind, shape.fields)
    return shape
  }

  @inline(__always)
  mutating func byte(_ column: EntryColumn) throws(Malformed) -> UInt8 {
    let value = try body.byte()
    columns.byte(value, column)
    return value
  }

  @inline(__always)
  mutating func number(_ column: EntryColumn) throws(Malformed) -> UInt64 {
    let value = try body.varint()
    columns.number(value, column)
    return value
  }

  @inline(__always)
  mutating func signed(_ column: EntryColumn) throws(Malformed) -> Int64 {
    let value = try body.zigzag()
    columns.signed(value, column)
    return value
  }

  @inline(__always)
  mutating func instant(after base: Int64, _ column: EntryColumn) throws(Malformed) -> Int64 {
    let value = try body.instant(after: base, column)
    columns.instant(value, after: base, column)
    return value
  }

  mutating func part(of whole: Int64, _ column: EntryColumn) throws(Malformed) -> Int64 {
    let value = try body.part(of: whole, column)
    columns.part(value, of: whole, column)
    return value
  }

  mutating func text(_ column: EntryColumn) throws(Malformed) -> InlineText? {
    let value = try body.optionalText()
    columns.text(value, column)
    return value
  }

  mutating func string(maximum: Int, _ column: EntryColumn) throws(Malformed) -> String {
    try unsafe body.withText(maximum: maximum) {
      unsafe columns.string($0.bindMemory(to: UInt8.self), column)
    }
    return ""
  }

  mutating func random(
    _ high: EntryColumn, _ low: EntryColumn
  ) throws(Malformed) -> RandomBytes16 {
    let value = try body.random()
    columns.random(value, high, low)
    return value
  }
}
