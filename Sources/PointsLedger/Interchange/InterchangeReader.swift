/// Reads a file in the interchange format, a row at a time, in bounded memory.
///
/// ```swift
/// var reader = try InterchangeReader(format: .csv, source: InterchangeReader.source(of: bytes))
/// while let row = try reader.next(scale: { _ in 0 }) { ... }
/// ```
public struct InterchangeReader: ~Copyable {
  // One of the two is there. (An enum would have to be taken apart and put together every row.)
  private var csv: CSVReader?
  private var jsonLines: JSONLinesReader?
  private var converter = RowConverter()

  /// Reads the header, where the format has one.
  public init(
    format: InterchangeFormat, source: @escaping ByteSource
  ) throws(InterchangeError) {
    switch format {
    case .csv:
      csv = try CSVReader(source: source)
      jsonLines = nil
    case .jsonLines:
      csv = nil
      jsonLines = try JSONLinesReader(source: source)
    }
  }

  /// The next row, or nil at the end. After an error the reader is not to be used further.
  ///
  /// `scale` gives the scale of a unit (nil: the ledger's first one) at this place in the file,
  /// or nil for a unit that is not known there.
  public mutating func next(
    scale: (UnitCode?) -> UInt8?
  ) throws(InterchangeError) -> ImportRow? {
    if let row = try csv?.next(&converter, scale: scale) { return row }
    return try jsonLines?.next(&converter, scale: scale)
  }

  /// A source that gives `bytes`, at most `chunk` of them at once.
  public static func source(of bytes: [UInt8], chunk: Int = .max) -> ByteSource {
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
