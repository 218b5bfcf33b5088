/// Reads one object per line, row by row, in bounded memory. Empty lines are skipped.
struct JSONLinesReader: ~Copyable {
  private(set) var buffer: RowBuffer
  private var object = JSONFieldsReader()
  /// The line of the current row, counted from 1.
  private(set) var line = 0

  /// Whether the buffer is behind the current row, and not before it.
  private var isConsumed = false

  init(
    source: @escaping ByteSource, isQuiet: @escaping () -> Bool = { false }
  ) throws(InterchangeError) {
    buffer = RowBuffer(source: source, isQuiet: isQuiet)
    guard try !buffer.isUTF16() else { throw InterchangeError(line: 1, problem: .utf16) }
    try buffer.skipByteOrderMark()
  }

  /// The base of the offsets in the fields: the current row's bytes.
  var base: UnsafePointer<UInt8> { unsafe UnsafePointer(buffer.base) }

  /// The current row.
  func row(
    _ converter: inout RowConverter, scale: (UnitCode?) -> UInt8?,
    counted: RowConverter.CountedUnit
  ) throws(InterchangeError) -> ImportRow {
    try unsafe converter.row(object.fields, base: base, line: line, scale: scale, counted: counted)
  }

  /// The group of the current row.
  func group() -> RowGroup {
    let reader = unsafe ValueReader(base: base, line: line)
    guard let name = try? reader.inlineText(object.fields[.group], .group) else {
      return object.fields[.group].count == 0 ? .none : .unknown
    }
    return .named(name)
  }

  /// Adds the current row to a batch if it is a plain post that occurred by `latest`. Returns its
  /// line, or nil.
  func addPlain(
    to batch: inout PostBatch, until latest: Int64, _ converter: inout RowConverter
  ) -> Int? {
    unsafe converter.addPlain(object.fields, base: base, to: &batch, until: latest) ? line : nil
  }

  /// The current line, if it is the last and has no end of line.
  func unendedLine(afterFault: Bool) -> Int? {
    line > 0 && buffer.endsWithinLine(afterFault: afterFault) ? line : nil
  }

  /// Advances to the next row.
  ///
  /// - Parameter pausing: Whether to stop where reading on would wait.
  mutating func next(pausing: Bool = false) throws(InterchangeError) -> ReaderStep {
    isConsumed = false
    while true {
      line += 1
      guard let end = try endOfLine(pausing: pausing) else {
        if buffer.isAtEnd { return .end }
        line -= 1
        return .paused
      }
      let start = buffer.position
      var scanner = unsafe JSONLineScanner(base: buffer.base, start: start, end: end, line: line)
      scanner.skipSpace()
      let isBlank = scanner.isAtEnd
      if !isBlank {
        let bytes = unsafe UnsafeRawBufferPointer(start: base + start, count: end - start)
        guard unsafe UTF8Check.isValid(bytes) else {
          throw InterchangeError(line: line, problem: .notUTF8)
        }
        try readObject(&scanner)
      }
      buffer.consume(upTo: min(end + 1, buffer.end))
      if !isBlank {
        isConsumed = true
        return .row
      }
    }
  }

  /// Continues after a line that was malformed.
  mutating func skipFaulty() throws(InterchangeError) {
    if isConsumed { return }
    try buffer.skipLine()
    isConsumed = true
  }

  /// The position of the line feed that ends the line at the buffer's position, or of the end of
  /// the file; nil if there is no further line, or reading on would wait.
  private mutating func endOfLine(pausing: Bool) throws(InterchangeError) -> Int? {
    while true {
      let start = buffer.position
      if let end = unsafe ByteSearch.first(UInt8(ascii: "\n"), base, from: start, to: buffer.end) {
        guard end - start < RowBuffer.maximumRow else { break }
        return end
      }
      guard buffer.end - start <= RowBuffer.maximumRow else { break }
      if buffer.isAtEnd { return start == buffer.end ? nil : buffer.end }
      if pausing, buffer.mustWait() { return nil }
      _ = try buffer.refill()
    }
    throw InterchangeError(
      line: line, problem: .rowTooLong(maximumByteCount: RowBuffer.maximumRow))
  }

  private mutating func readObject(_ scanner: inout JSONLineScanner) throws(InterchangeError) {
    try object.open(&scanner)
    while let key = try object.nextKey(&scanner) { try object.ignore(key, &scanner) }
    try scanner.expectEnd()
  }
}
