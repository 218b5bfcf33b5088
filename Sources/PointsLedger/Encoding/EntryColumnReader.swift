internal import LedgerStorage

/// Reads the entries of a block, one after the other, from its columns.
struct EntryColumnReader: Sendable {
  private(set) var columns: BlockColumns
  /// By column number: the index of the next value.
  var next = Array(repeating: 0, count: EntryColumn.end)
  /// Values of `next` at every `stride` rows that were skipped, from the first row on. A reader
  /// that goes back starts at the last mark before its target.
  var marks: [[Int]] = [Array(repeating: 0, count: EntryColumn.end)]
  /// The layouts met so far.
  var layouts: [EntryLayout] = []
  /// Stands for texts that are left out.
  private static let placeholder = InlineText("-")

  /// Fields of the entry that is being read.
  private var occurred: Int64 = 0
  private var reference: InlineText?
  private var leavesOutTexts = false

  init(_ columns: BlockColumns) { self.columns = columns }

  /// The row of the next entry.
  var row: Int { next[Int(EntryColumn.shape.rawValue)] }

  /// Reads the next entry.
  ///
  /// - Parameter withTexts: If false, placeholders stand for the texts of the entry.
  mutating func record(at sequence: UInt64, withTexts: Bool = true) throws(Malformed) -> Record {
    leavesOutTexts = !withTexts
    let posted = try signed(.posted)
    return try Record.decodeFields(from: &self, sequence: sequence, posted: posted)
  }

  /// What is kept of the entries of which something was erased, by row.
  mutating func erasedContents() throws(Malformed) -> [Int: ErasedContent] {
    let rows = try values(.erasedRow)
    if rows.isEmpty { return [:] }
    let words = try values(.commitment).map { UInt64(bitPattern: $0) }
    let keyWords = try values(.keptKeys).map { UInt64(bitPattern: $0) }
    var keyStart = 0
    var contents: [Int: ErasedContent] = [:]
    var last = Int64(-1)
    for (index, value) in rows.enumerated() {
      guard value >> 1 > last, value >> 1 < Int64(columns.sequences.count),
        4 * index + 4 <= words.count
      else { throw Self.tooFew }
      last = value >> 1
      let part = words[(4 * index)..<(4 * index + 4)]
      var content = ErasedContent(
        commitment: (
          RandomBytes16(high: part[part.startIndex], low: part[part.startIndex + 1]),
          RandomBytes16(high: part[part.startIndex + 2], low: part[part.startIndex + 3])
        ))
      if value & 1 == 1 {
        content.keys = KeptKeys(words: keyWords[keyStart...].prefix(KeptKeys.wordCount))
        if content.keys == nil { throw Self.tooFew }
        keyStart += KeptKeys.wordCount
      }
      contents[Int(last)] = content
    }
    // They are read as a whole, so all of them count as used.
    next[Int(EntryColumn.erasedRow.rawValue)] = rows.count
    next[Int(EntryColumn.commitment.rawValue)] = 4 * rows.count
    next[Int(EntryColumn.keptKeys.rawValue)] = keyStart
    return contents
  }

  /// All values of an integer column.
  mutating func values(_ column: EntryColumn) throws(Malformed) -> [Int64] {
    _ = columns.decode(column)
    if columns.failure != nil { throw Self.tooFew }
    return columns.integers[Int(column.rawValue)]
  }

  /// The next value of an integer column, which stays the next one.
  mutating func upcoming(_ column: EntryColumn) throws(Malformed) -> Int64 {
    let value = try signed(column)
    next[Int(column.rawValue)] &-= 1
    return value
  }

  static var tooFew: Malformed { Malformed(reason: "a column has fewer values than its entries") }

  /// Checks, after the last entry, that every value was read.
  func checkEnd() throws(Malformed) {
    for column in EntryColumn.allCases {
      let number = Int(column.rawValue)
      let count = column.isText ? columns.texts[number].count : columns.integers[number].count
      guard next[number] == count || (column.region == .chain && columns.lacksChain) else {
        throw Malformed(reason: "a column has more values than its entries")
      }
    }
  }
}

extension EntryColumnReader: EntrySource {
  mutating func shape() throws(Malformed) -> (kind: UInt8, fields: UInt64) {
    let shape = EntrySignature(rawValue: try number(.shape))
    reference = nil
    return (shape.kind, shape.fields)
  }

  mutating func byte(_ column: EntryColumn) throws(Malformed) -> UInt8 {
    guard let value = UInt8(exactly: try signed(column)) else {
      throw Malformed(reason: "a number exceeds 8 bits")
    }
    return value
  }

  @inline(__always)
  mutating func number(_ column: EntryColumn) throws(Malformed) -> UInt64 {
    UInt64(bitPattern: try signed(column))
  }

  @inline(__always)
  mutating func signed(_ column: EntryColumn) throws(Malformed) -> Int64 {
    let number = Int(column.rawValue)
    let index = next[number]
    guard index < columns.integers[number].count else { return try missing(column) }
    next[number] = index &+ 1
    return columns.integers[number][index]
  }

  @inline(__always)
  mutating func instant(after base: Int64, _ column: EntryColumn) throws(Malformed) -> Int64 {
    let value = try signed(column)
    if column == .occurred { occurred = value }
    return value
  }

  mutating func part(of whole: Int64, _ column: EntryColumn) throws(Malformed) -> Int64 {
    whole &- (try signed(column))
  }

  mutating func text(_ column: EntryColumn) throws(Malformed) -> InlineText? {
    if leavesOutTexts {
      next[Int(column.rawValue)] &+= 1
      return Self.placeholder
    }
    return try storedText(column)
  }

  /// The next value of a text column; nil if it is empty.
  mutating func storedText(_ column: EntryColumn) throws(Malformed) -> InlineText? {
    let text = try unsafe withText(column) { (bytes) throws(Malformed) -> InlineText? in
      if unsafe bytes.isEmpty { return nil }
      guard let text = unsafe InlineText(utf8: bytes) else {
        throw Malformed(reason: "a text is too long, or not UTF-8")
      }
      return text
    }
    guard column == .reference, let text else { return text }
    reference = RelatedText.reference(text, movedBy: occurred)
    return reference
  }

  mutating func string(maximum: Int, _ column: EntryColumn) throws(Malformed) -> String {
    if leavesOutTexts {
      next[Int(column.rawValue)] &+= 1
      return ""
    }
    let reference = column == .location ? reference : nil
    return try unsafe withText(column) { (bytes) throws(Malformed) in
      let text: String?
      if column == .location {
        text = unsafe RelatedText.location(stored: bytes, reference: reference).flatMap {
          String(validating: $0, as: UTF8.self)
        }
      } else {
        text = unsafe String.validating(bytes)
      }
      guard let text, text.utf8.count <= maximum else {
        throw Malformed(reason: "a text is too long, or not UTF-8")
      }
      return text
    }
  }

  mutating func random(
    _ high: EntryColumn, _ low: EntryColumn
  ) throws(Malformed) -> RandomBytes16 {
    let high = try number(high)
    return RandomBytes16(high: high, low: try number(low))
  }

  private mutating func withText<Result>(
    _ column: EntryColumn, _ body: (UnsafeRawBufferPointer) throws(Malformed) -> Result
  ) throws(Malformed) -> Result {
    let number = Int(column.rawValue)
    let index = next[number]
    if index >= columns.texts[number].count {
      guard columns.decode(column), index < columns.texts[number].count else { throw Self.tooFew }
    }
    next[number] = index &+ 1
    return try unsafe columns.texts[number].withBytes(at: index, body)
  }

  /// The next value of a column that is not decoded yet, or has none left.
  private mutating func missing(_ column: EntryColumn) throws(Malformed) -> Int64 {
    if columns.decode(column) { return try signed(column) }
    guard column.region == .chain, columns.lacksChain else { throw Self.tooFew }
    return column == .previous || column == .expiredOriginal ? 1 : 0
  }
}
