/// Reads RFC 4180 with a header, row by row, in bounded memory.
///
/// Beyond the RFC, a line may end with LF alone, a byte order mark may come first, and empty lines
/// are skipped.
struct CSVReader: ~Copyable {
  private(set) var buffer: RowBuffer
  private(set) var fields = RowFields()
  /// The column names, in the order of the file.
  private(set) var names: [String] = []
  /// The line in which the current row begins, counted from 1.
  private(set) var line = 0
  private var nextLine = 1

  private enum Scan {
    case row(next: Int, columns: Int, isUnquotedASCII: Bool)
    case blank(next: Int)
    case incomplete
  }

  /// Reads the header. It must have the `needed` columns, and may have `known` ones.
  init(
    source: @escaping ByteSource, needed: [String] = InterchangeField.needed.map(\.name),
    known: [String] = InterchangeField.allCases.map(\.name)
  ) throws(InterchangeError) {
    buffer = RowBuffer(source: source)
    try buffer.skipByteOrderMark()
    guard let count = try nextRow() else {
      throw InterchangeError(line: 0, problem: .headerMissing)
    }
    guard count <= RowFields.maximumColumns else {
      throw fault(.tooManyColumns(maximum: RowFields.maximumColumns))
    }
    for column in 0..<count {
      let slice = unsafe fields.columns[column]
      names.append(unsafe String(decoding: bytes(slice), as: UTF8.self))
    }
    try checkHeader(needed: needed, known: known)
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

  /// Advances to the next row. Returns false at the end.
  mutating func nextRecord() throws(InterchangeError) -> Bool {
    guard let found = try nextRow() else { return false }
    guard found == names.count else {
      throw fault(.wrongFieldCount(expected: names.count, found: found))
    }
    return true
  }

  private mutating func checkHeader(needed: [String], known: [String]) throws(InterchangeError) {
    for (column, name) in names.enumerated() {
      if names[..<column].contains(name) { throw fault(.repeatedColumn(name)) }
      guard known.contains(name) || name.hasPrefix("x-") else {
        throw fault(.unknownColumn(name))
      }
      if let field = InterchangeField(name: name) { fields.setColumn(column, of: field) }
    }
    let missing = needed.filter { !names.contains($0) }
    if !missing.isEmpty { throw fault(.columnsMissing(missing)) }
  }

  /// The current row's value in a column, or nil if the file has no such column.
  func text(_ name: String) -> String? {
    guard let column = names.firstIndex(of: name) else { return nil }
    return unsafe String(decoding: bytes(fields.columns[column]), as: UTF8.self)
  }

  /// Advances to the next row that is not blank. Returns its number of fields, or nil at the end.
  private mutating func nextRow() throws(InterchangeError) -> Int? {
    while true {
      line = nextLine
      let start = buffer.position
      if start == buffer.end {
        guard try buffer.refill() else { return nil }
        continue
      }
      switch try scan() {
      case .incomplete:
        guard buffer.end - start <= RowBuffer.maximumRow else {
          throw fault(.rowTooLong(maximumByteCount: RowBuffer.maximumRow))
        }
        _ = try buffer.refill()
      case .blank(let next):
        buffer.consume(upTo: next)
        nextLine += 1
      case .row(let next, let columns, let isUnquotedASCII):
        guard next - start <= RowBuffer.maximumRow else {
          throw fault(.rowTooLong(maximumByteCount: RowBuffer.maximumRow))
        }
        if !isUnquotedASCII { try finish(columns: columns) }
        buffer.consume(upTo: next)
        nextLine += 1
        return columns
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
      } else {
        let stop = unsafe ByteSearch.fieldEnd(base, from: next, to: end, seen: &seen)
        slice = ByteSlice(start: next, count: stop &- next)
        next = stop
      }
      if columns < RowFields.maximumColumns { unsafe fields.columns[columns] = slice }
      columns &+= 1
      if next == end {
        return isAtEnd
          ? row(next: end, columns: columns, isUnquoted: isUnquoted, seen: seen) : .incomplete
      }
      switch unsafe base[next] {
      case UInt8(ascii: ","):
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
    if columns == 1, isUnquoted, unsafe fields.columns[0].count == 0 { return .blank(next: next) }
    return .row(
      next: next, columns: columns, isUnquotedASCII: isUnquoted && seen & 0x8080_8080_8080_8080 == 0
    )
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
    for column in 0..<min(columns, RowFields.maximumColumns) {
      var slice = unsafe fields.columns[column]
      guard unsafe UTF8Check.isValid(bytes(slice)) else { throw fault(.notUTF8, column: column) }
      nextLine += lineFeeds(from: slice.start, to: slice.start + slice.count)
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
