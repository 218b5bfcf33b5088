/// One block of one region: a directory of chunks, then the chunks.
struct ColumnBlock: Sendable {
  private static let countByteCount = 2
  private static let entryByteCount = 4

  let bytes: [UInt8]

  /// A copy of the encoded values of a column; nil if there are none.
  func chunk(_ column: UInt8) -> [UInt8]? {
    var found: Range<Int>?
    _ = Self.walk(bytes.rawSpan) { (number, range) in if number == column { found = range } }
    guard let found else { return nil }
    return Array(bytes[found])
  }

  /// The columns of the block, and the lengths of their chunks in bytes.
  var columns: [(column: UInt8, byteCount: Int)] {
    var columns: [(column: UInt8, byteCount: Int)] = []
    _ = Self.walk(bytes.rawSpan) { columns.append(($0, $1.count)) }
    return columns
  }

  /// Decodes a block's bytes; nil unless its directory fits them.
  init?(decoding bytes: [UInt8]) {
    guard Self.walk(bytes.rawSpan, { (_, _) in }) else { return nil }
    self.bytes = bytes
  }

  /// Appends a block of these chunks, in ascending order of columns. Returns its length in bytes,
  /// or nil, with nothing appended, if it would be longer than the format allows.
  static func append(_ chunks: [ColumnChunk], to bytes: inout [UInt8]) -> Int? {
    let byteCount = chunks.reduce(countByteCount) { $0 + entryByteCount + $1.bytes.count }
    guard byteCount <= ColumnLimits.blockBytesMax else { return nil }
    var directory = ByteWriter()
    directory.append(UInt16(chunks.count))
    for chunk in chunks {
      directory.append(UInt32(chunk.column) | UInt32(chunk.bytes.count) << 8)
    }
    bytes += directory.bytes
    for chunk in chunks { bytes += chunk.bytes }
    return byteCount
  }

  /// The checksum of a block. It depends on the position, so no other block of any file can stand
  /// in for this one.
  static func checksum(
    _ bytes: RawSpan, of region: ColumnRegion, number: Int, headerChecksum: UInt32
  ) -> UInt32 {
    var place = ByteWriter()
    place.append(headerChecksum)
    place.append(UInt32(region.rawValue))
    place.append(UInt32(number))
    return Checksum.crc32c(bytes, after: Checksum.crc32c(place.bytes.rawSpan))
  }

  /// Visits the columns and the ranges of their chunks; false unless the directory is sound.
  private static func walk(
    _ bytes: RawSpan, _ visit: (_ column: UInt8, _ range: Range<Int>) -> Void
  ) -> Bool {
    guard bytes.byteCount >= countByteCount else { return false }
    let count = Int(bytes.integer(at: 0, as: UInt16.self))
    var start = countByteCount + count * entryByteCount
    guard count <= 256, start <= bytes.byteCount else { return false }
    var last = -1
    for index in 0..<count {
      let entry: UInt32 = bytes.integer(at: countByteCount + index * entryByteCount)
      let (column, length) = (Int(entry & 0xFF), Int(entry >> 8))
      guard column > last, length <= bytes.byteCount - start else { return false }
      visit(UInt8(column), start..<start + length)
      last = column
      start += length
    }
    return start == bytes.byteCount
  }
}
