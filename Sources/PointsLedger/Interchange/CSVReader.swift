/// Reads RFC 4180 with a header, row by row, in bounded memory.
///
/// Beyond the RFC, as spreadsheets write it: a line may end with LF alone; a byte order mark may
/// come first, then a line `sep=C`; rows without any value are skipped, as are columns without a
/// name that have no values; blanks at the end of a field without quotes are no part of it.
struct CSVReader: ~Copyable {
  private(set) var buffer: RowBuffer
  private(set) var fields = RowFields()
  /// The column names, in the order of the file.
  private(set) var names: [String] = []
  /// The line in which the current row begins, counted from 1.
  private(set) var line = 0
  private var nextLine = 1
  /// Whether the buffer is behind the current row, and not before it.
  private var isConsumed = false
  private let shape: CSVShape
  /// The separator, and a word of it.
  private var separator = UInt8(ascii: ",")
  private var separators = ByteSearch.repeated(UInt8(ascii: ","))
  /// The number of columns up to the last one with a name.
  private var namedCount = 0
  /// The columns of decimals, if they may be written in another way.
  private var decimals: [Int] = []
  /// The number of fields of the current row.
  private var count = 0

  private enum Scan {
    case row(next: Int, columns: Int, isUnquotedASCII: Bool)
    case blank(next: Int)
    case incomplete
  }

  /// Reads the header. It must have the `needed` columns, and may have `known` ones.
  init(
    source: @escaping ByteSource, shape: CSVShape = CSVShape(),
    needed: [String] = InterchangeField.needed.map(\.name),
    known: [String] = InterchangeField.allCases.map(\.name),
    isQuiet: @escaping () -> Bool = { false }
  ) throws(InterchangeError) {
    self.shape = shape
    buffer = RowBuffer(source: source, isQuiet: isQuiet)
    guard try !buffer.isUTF16() else { throw InterchangeError(line: 1, problem: .utf16) }
    try buffer.skipByteOrderMark()
    try readSeparator()
    guard case .row = try nextRow() else {
      throw InterchangeError(line: 0, problem: .headerMissing)
    }
    guard count <= RowFields.maximumColumns else {
      throw fault(.tooManyColumns(maximum: RowFields.maximumColumns))
    }
    var header: [String] = []
    for column in 0..<count {
      let slice = unsafe fields.columns[column]
      header.append(unsafe String(decoding: bytes(slice), as: UTF8.self))
    }
    if let missing = shape.columns.missing(in: header).first {
      throw fault(.renamedColumnMissing(missing))
    }
    names = header.map { shape.columns.name(of: $0, known: known) }
    namedCount = (names.lastIndex { !$0.isEmpty } ?? -1) + 1
    try checkHeader(needed: needed, known: known)
  }

  /// Reads a first line `sep=C`, which says what the separator is.
  private mutating func readSeparator() throws(InterchangeError) {
    if let asked = shape.separator { setSeparator(asked) }
    let word = Array("sep=".utf8)
    // The character, and CR LF.
    try buffer.fill(word.count + 3)
    let start = buffer.position
    guard buffer.end - start > word.count else { return }
    for (index, byte) in word.enumerated() {
      guard unsafe base[start + index] | 0x20 == byte | 0x20 else { return }
    }
    let named = unsafe base[start + word.count]
    var next = start + word.count + 1
    if next < buffer.end, unsafe base[next] == UInt8(ascii: "\r") { next += 1 }
    guard next == buffer.end ? buffer.isAtEnd : unsafe base[next] == UInt8(ascii: "\n"),
      CSVShape.isSeparator(named)
    else { return }
    if let asked = shape.separator, asked != named {
      throw InterchangeError(line: 1, problem: .separatorsDiffer(named))
    }
    setSeparator(named)
    buffer.consume(upTo: min(next + 1, buffer.end))
    nextLine += 1
  }

  private mutating func setSeparator(_ byte: UInt8) {
    separator = byte
    separators = ByteSearch.repeated(byte)
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
    buffer.endsWithinLine(afterFault: afterFault) ? line : nil
  }

  /// Advances to the next row.
  ///
  /// - Parameter pausing: Whether to stop where reading on would wait.
  mutating func nextRecord(pausing: Bool = false) throws(InterchangeError) -> ReaderStep {
    let step = try nextRow(pausing: pausing)
    guard case .row = step else { return step }
    guard count == names.count else {
      throw fault(.wrongFieldCount(expected: names.count, found: count))
    }
    if namedCount < count { try checkUnnamed() }
    if !decimals.isEmpty { try normalizeDecimals() }
    return .row
  }

  /// Continues after a row that was malformed: after its line, if its end was not found.
  mutating func skipFaulty() throws(InterchangeError) {
    if isConsumed { return }
    try buffer.skipLine()
    nextLine = line + 1
    isConsumed = true
  }

  private func checkUnnamed() throws(InterchangeError) {
    for column in namedCount..<count where unsafe fields.columns[column].count > 0 {
      throw fault(.unnamedColumn(column + 1))
    }
  }

  private func normalizeDecimals() throws(InterchangeError) {
    guard let mark = shape.decimal else { return }
    for column in decimals {
      let slice = unsafe fields.columns[column]
      if slice.count == 0 { continue }
      let bytes = unsafe UnsafeMutableBufferPointer(
        start: buffer.base + slice.start, count: slice.count)
      guard let count = unsafe mark.normalize(bytes) else {
        let text = unsafe String(decoding: bytes, as: UTF8.self)
        throw fault(
          .badValue(text, "no number as --decimal says, like \(mark.example)"), column: column)
      }
      unsafe fields.columns[column].count = count
    }
  }

  private mutating func checkHeader(needed: [String], known: [String]) throws(InterchangeError) {
    let unknown = names.filter { !$0.isEmpty && !known.contains($0) && !$0.hasPrefix("x-") }
    if unknown.count > 1 { throw fault(.unknownColumns(unknown)) }
    if let name = unknown.first { throw fault(.unknownColumn(name)) }
    for (column, name) in names.enumerated() where column < namedCount {
      if name.isEmpty { throw fault(.unnamedColumn(column + 1)) }
      if names[..<column].contains(name) { throw fault(.repeatedColumn(name)) }
      if let field = InterchangeField(name: name) { fields.setColumn(column, of: field) }
      if shape.decimal != nil, Self.decimalColumns.contains(name) { decimals.append(column) }
    }
    let missing = needed.filter { !names.contains($0) }
    if !missing.isEmpty { throw fault(.columnsMissing(missing)) }
  }

  private static let decimalColumns = ["points", "basis", "available"]

  /// The current row's value in a column, or nil if the file has no such column.
  func text(_ name: String) -> String? {
    guard let column = names.firstIndex(of: name) else { return nil }
    return unsafe String(decoding: bytes(fields.columns[column]), as: UTF8.self)
  }

  /// Advances to the next row that is not blank. Its number of fields is then `count`.
  private mutating func nextRow(pausing: Bool = false) throws(InterchangeError) -> ReaderStep {
    isConsumed = false
    while true {
      line = nextLine
      let start = buffer.position
      if start == buffer.end {
        if pausing, buffer.mustWait() { return .paused }
        guard try buffer.refill() else { return .end }
        continue
      }
      switch try scan() {
      case .incomplete:
        guard buffer.end - start <= RowBuffer.maximumRow else {
          throw fault(.rowTooLong(maximumByteCount: RowBuffer.maximumRow))
        }
        if pausing, buffer.mustWait() { return .paused }
        _ = try buffer.refill()
      case .blank(let next):
        buffer.consume(upTo: next)
        nextLine += 1
      case .row(let next, let columns, let isUnquotedASCII):
        guard next - start <= RowBuffer.maximumRow else {
          throw fault(.rowTooLong(maximumByteCount: RowBuffer.maximumRow))
        }
        // Its bytes stay in place until more is read.
        buffer.consume(upTo: next)
        nextLine += 1
        count = columns
        isConsumed = true
        if !isUnquotedASCII { try finish(columns: columns) }
        return .row
      }
    }
  }

  /// Finds the fields of the row at the buffer's position.
  private mutating func scan() throws(InterchangeError) -> Scan {
    let base = unsafe base
    let end = buffer.end
    let isAtEnd = buffer.isAtEnd
    var seen: UInt64 = 0
    var isUnquoted = true
    var columns = 0
    var next = buffer.position
    while true {
      var slice: ByteSlice
      if next < end, unsafe base[next] == UInt8(ascii: "\"") {
        isUnquoted = false
        guard let quoted = try scanQuoted(from: next) else { return .incomplete }
        slice = quoted
        next = quoted.start &+ quoted.count &+ 1
        while next < end, unsafe CSVText.isBlank(base[next]), unsafe base[next] != separator {
          next &+= 1
        }
      } else {
        let stop = unsafe ByteSearch.fieldEnd(
          base, from: next, to: end, separators: separators, seen: &seen)
        slice = ByteSlice(start: next, count: stop &- next)
        while slice.count > 0, unsafe CSVText.isBlank(base[slice.start &+ slice.count &- 1]) {
          slice.count &-= 1
        }
        next = stop
      }
      if columns < RowFields.maximumColumns { unsafe fields.columns[columns] = slice }
      columns &+= 1
      if next == end {
        return isAtEnd
          ? row(next: end, columns: columns, isUnquoted: isUnquoted, seen: seen) : .incomplete
      }
      switch unsafe base[next] {
      case separator:
        next &+= 1
      case UInt8(ascii: "\n"):
        return row(next: next &+ 1, columns: columns, isUnquoted: isUnquoted, seen: seen)
      case UInt8(ascii: "\r"):
        if next &+ 1 == end, !isAtEnd { return .incomplete }
        guard next &+ 1 < end, unsafe base[next &+ 1] == UInt8(ascii: "\n") else {
          throw fault(.loneCarriageReturn, column: columns &- 1)
        }
        return row(next: next &+ 2, columns: columns, isUnquoted: isUnquoted, seen: seen)
      default:
        let afterQuote = slice.start > 0 && (unsafe base[slice.start &+ slice.count]) == 0x22
        throw fault(
          afterQuote && slice.start &+ slice.count < next ? .textAfterQuote : .quoteInsideField,
          column: columns &- 1)
      }
    }
  }

  private func row(next: Int, columns: Int, isUnquoted: Bool, seen: UInt64) -> Scan {
    if isUnquoted, unsafe fields.columns[0].count == 0, isBlank(columns) {
      return .blank(next: next)
    }
    return .row(
      next: next, columns: columns, isUnquotedASCII: isUnquoted && seen & 0x8080_8080_8080_8080 == 0
    )
  }

  private func isBlank(_ columns: Int) -> Bool {
    for column in 0..<min(columns, RowFields.maximumColumns)
    where unsafe fields.columns[column].count > 0 {
      return false
    }
    return true
  }

  /// The field whose opening quote is at `start`, without its quotes; nil if it continues after the
  /// buffered bytes.
  private func scanQuoted(from start: Int) throws(InterchangeError) -> ByteSlice? {
    var slice = ByteSlice(start: start &+ 1, count: 0)
    var next = slice.start
    while let quote = unsafe ByteSearch.first(0x22, base, from: next, to: buffer.end) {
      if quote &+ 1 == buffer.end, !buffer.isAtEnd { return nil }
      if quote &+ 1 < buffer.end, unsafe base[quote &+ 1] == 0x22 {
        slice.hasQuotes = true
        next = quote &+ 2
      } else {
        slice.count = quote &- slice.start
        return slice
      }
    }
    guard buffer.isAtEnd else { return nil }
    let opened = line + lineFeeds(from: buffer.position, to: start)
    throw InterchangeError(line: opened, problem: .quoteNotClosed)
  }

  /// Checks the encoding, replaces doubled quotes, and counts the lines within fields.
  private mutating func finish(columns: Int) throws(InterchangeError) {
    let columns = 0..<min(columns, RowFields.maximumColumns)
    for column in columns {
      let slice = unsafe fields.columns[column]
      nextLine += lineFeeds(from: slice.start, to: slice.start + slice.count)
    }
    for column in columns {
      var slice = unsafe fields.columns[column]
      guard unsafe UTF8Check.isValid(bytes(slice)) else { throw fault(.notUTF8, column: column) }
      if slice.hasQuotes {
        slice.count = undouble(slice)
        slice.hasQuotes = false
        unsafe fields.columns[column] = slice
      }
    }
  }

  /// Returns the new count.
  private func undouble(_ slice: ByteSlice) -> Int {
    let bytes = unsafe buffer.base + slice.start
    var target = 0
    var index = 0
    while index < slice.count {
      let byte = unsafe bytes[index]
      unsafe bytes[target] = byte
      target += 1
      index += byte == 0x22 ? 2 : 1
    }
    return target
  }

  private func lineFeeds(from start: Int, to end: Int) -> Int {
    var count = 0
    var next = start
    while let found = unsafe ByteSearch.first(UInt8(ascii: "\n"), base, from: next, to: end) {
      count += 1
      next = found + 1
    }
    return count
  }

  private func bytes(_ slice: ByteSlice) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base + slice.start, count: slice.count)
  }

  private func fault(_ problem: InterchangeError.Problem, column: Int? = nil) -> InterchangeError {
    var name: String?
    if let column, column < names.count { name = names[column] }
    return InterchangeError(line: line, column: name, problem: problem)
  }
}
