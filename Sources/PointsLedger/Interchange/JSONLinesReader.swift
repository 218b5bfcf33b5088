/// Reads one object per line, row by row, in bounded memory. Empty lines are skipped.
struct JSONLinesReader: ~Copyable {
  /// The most keys of an object.
  private static let maximumKeys = 256

  private(set) var buffer: RowBuffer
  /// A column for each field, in the order of their raw values.
  private(set) var fields = RowFields()
  /// The line of the current row, counted from 1.
  private(set) var line = 0
  /// The ignored keys of the current row.
  private var ignored: [ByteSlice] = []

  /// Whether the buffer is behind the current row, and not before it.
  private var isConsumed = false

  init(
    source: @escaping ByteSource, isQuiet: @escaping () -> Bool = { false }
  ) throws(InterchangeError) {
    buffer = RowBuffer(source: source, isQuiet: isQuiet)
    guard try !buffer.isUTF16() else { throw InterchangeError(line: 1, problem: .utf16) }
    for field in InterchangeField.allCases { fields.setColumn(Int(field.rawValue), of: field) }
    try buffer.skipByteOrderMark()
  }

  /// The base of the offsets in `fields`: the current row's bytes.
  var base: UnsafePointer<UInt8> { unsafe UnsafePointer(buffer.base) }

  /// The current row.
  func row(
    _ converter: inout RowConverter, scale: (UnitCode?) -> UInt8?,
    counted: RowConverter.CountedUnit
  ) throws(InterchangeError) -> ImportRow {
    try unsafe converter.row(fields, base: base, line: line, scale: scale, counted: counted)
  }

  /// The group of the current row.
  func group() -> RowGroup {
    let reader = unsafe ValueReader(base: base, line: line)
    guard let name = try? reader.inlineText(fields[.group], .group) else {
      return fields[.group].count == 0 ? .none : .unknown
    }
    return .named(name)
  }

  /// Adds the current row to a batch if it is a plain post that occurred by `latest`. Returns its
  /// line, or nil.
  func addPlain(
    to batch: inout PostBatch, until latest: Int64, _ converter: inout RowConverter
  ) -> Int? {
    unsafe converter.addPlain(fields, base: base, to: &batch, until: latest) ? line : nil
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
    for column in 0..<InterchangeField.count { unsafe fields.columns[column] = .empty }
    fields.lots.removeAll(keepingCapacity: true)
    ignored.removeAll(keepingCapacity: true)
    var seen: UInt32 = 0
    try scanner.expect("{", "an object in braces")
    if !scanner.take("}") {
      repeat {
        let key = try scanner.string()
        try scanner.expect(":", "a colon")
        if let name = unsafe ShortName(base + key.start, count: key.count),
          let field = InterchangeField(name)
        {
          let bit = (1 as UInt32) << UInt32(field.rawValue)
          guard seen & bit == 0 else { throw repeated(key) }
          seen |= bit
          try readValue(of: field, &scanner)
        } else {
          try ignore(key)
          try scanner.skipValue()
        }
      } while scanner.take(",")
      try scanner.expect("}", "a comma or a closing brace")
    }
    guard scanner.isAtEnd else {
      throw scanner.fault("text after the object: write one object a line")
    }
  }

  private mutating func readValue(
    of field: InterchangeField, _ scanner: inout JSONLineScanner
  ) throws(InterchangeError) {
    let slice: ByteSlice
    switch scanner.current {
    case 0x22:
      slice = try scanner.string()
    case UInt8(ascii: "n"):
      guard scanner.takeWord("null") != nil else { throw scanner.fault("expected a value") }
      slice = .empty
    case UInt8(ascii: "t") where field == .partial:
      guard let word = scanner.takeWord("true") else { throw scanner.fault("expected a value") }
      slice = overwrite(word, "yes")
    case UInt8(ascii: "f") where field == .partial:
      guard let word = scanner.takeWord("false") else { throw scanner.fault("expected a value") }
      slice = overwrite(word, "no")
    case UInt8(ascii: "[") where field == .lots:
      try readLots(&scanner)
      slice = .empty
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      guard field == .points || field == .basis else {
        throw InterchangeError(
          line: line, field: field, problem: .badValue("a number", "write it as a string"))
      }
      slice = try scanner.number()
    default:
      throw InterchangeError(
        line: line, field: field,
        problem: .badValue("\(Unicode.Scalar(scanner.current))...", "write the value as a string"))
    }
    unsafe fields.columns[Int(field.rawValue)] = slice
  }

  private mutating func readLots(_ scanner: inout JSONLineScanner) throws(InterchangeError) {
    try scanner.expect("[", "an array")
    if scanner.take("]") { return }
    repeat { fields.lots.append(try scanner.string()) } while scanner.take(",")
    try scanner.expect("]", "a comma or a closing bracket")
  }

  /// Overwrites `slice` with a shorter word.
  private func overwrite(_ slice: ByteSlice, _ word: StaticString) -> ByteSlice {
    let count = min(word.utf8CodeUnitCount, slice.count)
    for index in 0..<count { unsafe buffer.base[slice.start + index] = word.utf8Start[index] }
    return ByteSlice(start: slice.start, count: count)
  }

  private mutating func ignore(_ key: ByteSlice) throws(InterchangeError) {
    let name = unsafe bytes(key)
    guard name.count >= 2, unsafe name[0] == UInt8(ascii: "x"), unsafe name[1] == UInt8(ascii: "-")
    else {
      throw InterchangeError(line: line, problem: .unknownColumn(text(key)))
    }
    guard ignored.count < Self.maximumKeys else {
      throw InterchangeError(line: line, problem: .tooManyColumns(maximum: Self.maximumKeys))
    }
    for other in ignored where unsafe bytes(other).elementsEqual(name) { throw repeated(key) }
    ignored.append(key)
  }

  private func repeated(_ key: ByteSlice) -> InterchangeError {
    InterchangeError(line: line, problem: .repeatedColumn(text(key)))
  }

  private func bytes(_ slice: ByteSlice) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base + slice.start, count: slice.count)
  }

  private func text(_ slice: ByteSlice) -> String {
    unsafe String(decoding: bytes(slice), as: UTF8.self)
  }
}
