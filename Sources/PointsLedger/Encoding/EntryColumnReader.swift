internal import LedgerStorage

/// Reads the entries of a block, one after the other, from its columns.
struct EntryColumnReader: Sendable {
  private let integers: [[Int64]]
  private let texts: [ColumnTexts]
  /// By number of the column: the next value.
  private var next = Array(repeating: 0, count: EntryColumn.end)
  /// Stands for texts that are passed over.
  private static let placeholder = InlineText("-")

  /// Of the entry that is being read.
  private var occurred: Int64 = 0
  private var reference: InlineText?
  /// Whether the entry that is being read is not wanted, so that its texts need not be made.
  private var isSkipping = false
  /// Whether what follows from the entries before is there.
  private let hasChain: Bool

  /// - Parameters:
  ///   - integers, texts: The values, by number of the column.
  ///   - hasChain: Without, the columns of region 3 read as some values in range, to be replaced.
  init(integers: [[Int64]], texts: [ColumnTexts], hasChain: Bool) {
    self.integers = integers
    self.texts = texts
    self.hasChain = hasChain
  }

  /// Reads the next entry.
  mutating func record(at sequence: UInt64) throws(Malformed) -> Record {
    let posted = try signed(.posted)
    return try Record.decodeFields(from: &self, sequence: sequence, posted: posted)
  }

  /// Passes over the next entry.
  mutating func skip(at sequence: UInt64) throws(Malformed) {
    if let shape = upcoming(.shape),
      EntryShape(rawValue: UInt64(bitPattern: shape)).forEachColumn({ column in
        if column == .textsPresent, let present = upcoming(column) {
          for (bit, text) in EntryTexts.columns.enumerated() where present &>> Int64(bit) & 1 == 1 {
            next[Int(text.rawValue)] &+= 1
          }
        }
        next[Int(column.rawValue)] &+= 1
      })
    {
      return
    }
    isSkipping = true
    defer { isSkipping = false }
    _ = try record(at: sequence)
  }

  /// The next value of a column of integers, if there is one.
  private func upcoming(_ column: EntryColumn) -> Int64? {
    let number = Int(column.rawValue)
    return next[number] < integers[number].count ? integers[number][next[number]] : nil
  }

  /// Checks, after the last entry, that every value was read.
  func checkEnd() throws(Malformed) {
    for column in EntryColumn.allCases {
      let number = Int(column.rawValue)
      let count = column.isText ? texts[number].count : integers[number].count
      guard next[number] == count || (column.region == .chain && !hasChain) else {
        throw Malformed(reason: "a column has more values than its entries")
      }
    }
  }
}

extension EntryColumnReader: EntrySource {
  mutating func shape() throws(Malformed) -> (kind: UInt8, fields: UInt64) {
    let shape = EntryShape(rawValue: try number(.shape))
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
    guard index < integers[number].count else { return try missing(column) }
    next[number] = index &+ 1
    return integers[number][index]
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
    if isSkipping {
      next[Int(column.rawValue)] &+= 1
      return Self.placeholder
    }
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
    if isSkipping {
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
        text = unsafe String(validating: bytes, as: UTF8.self)
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
    guard index < texts[number].count else {
      throw Malformed(reason: "a column has fewer values than its entries")
    }
    next[number] = index &+ 1
    return try unsafe texts[number].withBytes(at: index, body)
  }

  /// What a column that has ended gives.
  private func missing(_ column: EntryColumn) throws(Malformed) -> Int64 {
    guard column.region == .chain, !hasChain else {
      throw Malformed(reason: "a column has fewer values than its entries")
    }
    return column == .previous || column == .expiredOriginal ? 1 : 0
  }
}
