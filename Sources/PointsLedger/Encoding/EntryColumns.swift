internal import LedgerStorage

/// The values of a block of entries, column by column. Do not copy it: copies share the integers.
struct EntryColumns {
  /// By column number.
  let integers = IntegerColumns()
  private(set) var texts: [ColumnTexts] = Array(repeating: ColumnTexts(), count: EntryColumn.end)
  private(set) var rowCount = 0
  /// Fields of the entry that is being added.
  private var occurred: Int64 = 0
  private var reference: InlineText?

  mutating func append(_ record: Record) {
    begin(posted: record.posted)
    record.encodeFields(into: &self)
    if let erased = record.erased { append(erased) }
  }

  private mutating func append(_ erased: ErasedContent) {
    signed(Int64(rowCount - 1) * 2 + (erased.keys == nil ? 0 : 1), .erasedRow)
    for half in [erased.commitment.first, erased.commitment.second] {
      number(half.high, .commitment)
      number(half.low, .commitment)
    }
    for word in erased.keys?.words ?? [] { number(word, .keptKeys) }
  }

  /// Begins an entry; its fields follow.
  mutating func begin(posted: Int64) {
    reference = nil
    signed(posted, .posted)
    rowCount += 1
  }

  mutating func removeAll() {
    integers.removeAll()
    for column in EntryColumn.allCases where column.isText {
      texts[Int(column.rawValue)].removeAll()
    }
    rowCount = 0
  }
}

extension EntryColumns: EntrySink {
  mutating func shape(_ kind: UInt8, _ fields: UInt64) {
    signed(Int64(bitPattern: EntrySignature(kind: kind, fields: fields).rawValue), .shape)
  }

  @inline(__always)
  mutating func byte(_ value: UInt8, _ column: EntryColumn) { signed(Int64(value), column) }

  @inline(__always)
  mutating func number(_ value: UInt64, _ column: EntryColumn) {
    signed(Int64(bitPattern: value), column)
  }

  @inline(__always)
  mutating func signed(_ value: Int64, _ column: EntryColumn) {
    integers.append(value, to: column)
  }

  @inline(__always)
  mutating func instant(_ value: Int64, after base: Int64, _ column: EntryColumn) {
    if column == .occurred { occurred = value }
    signed(value, column)
  }

  mutating func part(_ value: Int64, of whole: Int64, _ column: EntryColumn) {
    signed(whole &- value, column)
  }

  mutating func text(_ value: InlineText?, _ column: EntryColumn) {
    if let value {
      if column == .reference { reference = value }
      let stored =
        column == .reference
        ? RelatedText.reference(value, movedBy: 0 &- occurred) : value
      unsafe stored.withBytes { unsafe texts[Int(column.rawValue)].append($0) }
    } else {
      texts[Int(column.rawValue)].append(EmptyCollection())
    }
  }

  mutating func string(_ value: String, _ column: EntryColumn) {
    var text = value
    text.withUTF8 { bytes in unsafe string(bytes, column) }
  }

  /// Adds a text, given as bytes.
  mutating func string(_ bytes: UnsafeBufferPointer<UInt8>, _ column: EntryColumn) {
    if column == .location {
      unsafe RelatedText.append(
        location: bytes, reference: reference, to: &texts[Int(column.rawValue)])
    } else {
      unsafe texts[Int(column.rawValue)].append(UnsafeRawBufferPointer(bytes))
    }
  }

  mutating func random(_ value: RandomBytes16, _ high: EntryColumn, _ low: EntryColumn) {
    number(value.high, high)
    number(value.low, low)
  }
}
