/// Turns chunks of bytes back into the values of a column. Any bytes are taken: damaged ones give an
/// error or other values, and never more of them than the limits allow.
package enum ColumnDecoder {
  /// The integers of a chunk.
  ///
  /// - Parameter limit: the most integers that it may hold.
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
  ///   - limit: the most texts that it may hold.
  ///   - byteLimit: the most bytes that they may have together.
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
