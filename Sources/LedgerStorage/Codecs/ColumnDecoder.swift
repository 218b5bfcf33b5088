/// Decodes chunks of bytes to the values of a column. It accepts any bytes: damaged ones result in
/// an error or in other values, but never in more values than the limits allow.
package enum ColumnDecoder {
  /// The integers of a chunk.
  ///
  /// - Parameter limit: The most integers that it may contain.
  /// - Throws: `damaged`, with an offset in the chunk.
  package static func integers(_ chunk: RawSpan, limit: Int) throws(FormatFault) -> [Int64] {
    var reader = ChunkReader(chunk)
    let count = try reader.count(in: 0...max(0, min(limit, ChunkLimits.values)))
    let values = try IntegerDecoder.values(count, from: &reader)
    try reader.finish()
    return values
  }

  /// The texts of a chunk.
  ///
  /// - Parameters:
  ///   - limit: The most texts that it may contain.
  ///   - byteLimit: The most bytes that they may have in total.
  /// - Throws: `damaged`, with an offset in the chunk.
  package static func texts(
    _ chunk: RawSpan, limit: Int, byteLimit: Int
  ) throws(FormatFault) -> ColumnTexts {
    var reader = ChunkReader(chunk)
    let count = try reader.count(in: 0...max(0, min(limit, ChunkLimits.values)))
    let texts = try TextDecoder.texts(count, byteLimit: max(0, byteLimit), from: &reader)
    try reader.finish()
    return texts
  }
}
