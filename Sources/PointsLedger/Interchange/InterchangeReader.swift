/// Reads a file in the interchange format, row by row, in bounded memory.
///
/// ```swift
/// var reader = try InterchangeReader(format: .csv, source: InterchangeReader.source(of: bytes))
/// while let row = try reader.next(scale: { _ in 0 }) { ... }
/// ```
package struct InterchangeReader: ~Copyable {
  // Exactly one of the two is set. (An enum would have to be unwrapped and rebuilt for every row.)
  private var csv: CSVReader?
  private var jsonLines: JSONLinesReader?
  private var converter: RowConverter

  /// Reads the header, if the format has one.
  ///
  /// - Parameters:
  ///   - shape: That of a CSV file.
  ///   - calendar: That of dates without a time.
  ///   - isQuiet: Whether the source has no bytes now.
  package init(
    format: InterchangeFormat, shape: CSVShape = CSVShape(), calendar: ZonedCalendar = .utc,
    source: @escaping ByteSource, isQuiet: @escaping () -> Bool = { false }
  ) throws(InterchangeError) {
    converter = RowConverter(in: calendar)
    switch format {
    case .csv:
      csv = try CSVReader(source: source, shape: shape, isQuiet: isQuiet)
      jsonLines = nil
    case .jsonLines:
      csv = nil
      jsonLines = try JSONLinesReader(source: source, isQuiet: isQuiet)
    }
  }

  /// The next row, or nil at the end.
  ///
  /// `scale` returns the scale of a unit (nil: the ledger's first one) at this point of the file,
  /// or nil if the unit is unknown there.
  package mutating func next(
    scale: (UnitCode?) -> UInt8?
  ) throws(InterchangeError) -> ImportRow? {
    guard case .row = try advance() else { return nil }
    return try row(scale: scale)
  }

  /// Advances to the next row. After an error, `skipFaulty` comes first.
  ///
  /// - Parameter pausing: Whether to stop where reading on would wait.
  mutating func advance(pausing: Bool = false) throws(InterchangeError) -> ReaderStep {
    if let step = try csv?.nextRecord(pausing: pausing) { return step }
    return try jsonLines?.next(pausing: pausing) ?? .end
  }

  /// Continues after a row that was malformed.
  mutating func skipFaulty() throws(InterchangeError) {
    try csv?.skipFaulty()
    try jsonLines?.skipFaulty()
  }

  /// The group of the current row, even if other fields of it are malformed.
  mutating func group() -> RowGroup { csv?.group() ?? jsonLines?.group() ?? .unknown }

  /// The line of the current row, or of the header before the first one, if the file ends with it
  /// and it has no end of line.
  mutating func unendedLine(afterFault: Bool = false) -> Int? {
    csv?.unendedLine(afterFault: afterFault) ?? jsonLines?.unendedLine(afterFault: afterFault)
  }

  /// The current row.
  ///
  /// - Parameter counted: The unit in whose scale the points of a row without a unit are to be read
  ///   that is about another entry.
  mutating func row(
    scale: (UnitCode?) -> UInt8?, counted: RowConverter.CountedUnit = { _, _, _ in nil }
  ) throws(InterchangeError) -> ImportRow? {
    if let row = try csv?.row(&converter, scale: scale, counted: counted) { return row }
    return try jsonLines?.row(&converter, scale: scale, counted: counted)
  }

  /// Adds the current row to a batch if it is a plain post that occurred by `latest`. Returns its
  /// line, or nil.
  mutating func addPlain(to batch: inout PostBatch, until latest: Int64) -> Int? {
    if let line = csv?.addPlain(to: &batch, until: latest, &converter) { return line }
    return jsonLines?.addPlain(to: &batch, until: latest, &converter) ?? nil
  }

  /// A source that returns `bytes`, at most `chunk` of them at once.
  package static func source(of bytes: [UInt8], chunk: Int = .max) -> ByteSource {
    var next = 0
    return { (output: inout OutputSpan<UInt8>) throws(InterchangeError) in
      let count = min(bytes.count - next, output.freeCapacity, max(chunk, 1))
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        let room = unsafe UnsafeMutableBufferPointer(rebasing: buffer[initialized...])
        initialized += unsafe room.initialize(fromContentsOf: bytes[next..<next + count])
      }
      next += count
    }
  }
}
