/// The record of a base in a manifest: the file that stands in the place of all entries before a
/// sequence number.
struct BaseRecord: Equatable, Sendable {
  private static let byteCountMax: UInt64 = 1 << 44

  /// The checksum field of its last page.
  let checksum: UInt32
  /// The sequence number of the first entry that is kept; not 0.
  let end: UInt64
  /// The length of the file.
  let byteCount: Int
  let birthGeneration: UInt64
  /// Part of its name: see `RunName`.
  let edition: UInt64

  var name: RunName { RunName(.base, range: 0..<end, edition: edition) }

  func append(to writer: inout ByteWriter) {
    writer.append(FileHeader.Kind.base.rawValue)
    writer.append(UInt16(0))
    writer.append(checksum)
    writer.append(UInt64(0))
    writer.append(end)
    writer.append(UInt64(byteCount))
    writer.append(edition)
    writer.append(zeros: 8)
    writer.append(birthGeneration)
    writer.append(zeros: 8)
  }

  /// Reads the record at an offset; nil if it is about another kind of file. The caller has checked
  /// that it is within the bytes.
  init?(decoding bytes: RawSpan, at offset: Int) throws(FormatFault) {
    let record = bytes.extracting(offset..<offset + LogRecord.byteCount)
    guard record.integer(at: 0) == FileHeader.Kind.base.rawValue else { return nil }
    let byteCount: UInt64 = record.integer(at: 24)
    end = record.integer(at: 16)
    guard record.integer(at: 2) == 0 as UInt16, record.extracting(8..<16).isZero,
      record.extracting(40..<48).isZero, record.extracting(56..<64).isZero, end > 0,
      byteCount <= Self.byteCountMax
    else { throw .damaged("the base's record contradicts the format", at: offset) }
    checksum = record.integer(at: 4)
    self.byteCount = Int(byteCount)
    edition = record.integer(at: 32)
    birthGeneration = record.integer(at: 48)
  }

  init(
    checksum: UInt32, end: UInt64, byteCount: Int, birthGeneration: UInt64, edition: UInt64 = 0
  ) {
    self.checksum = checksum
    self.end = end
    self.byteCount = byteCount
    self.birthGeneration = birthGeneration
    self.edition = edition
  }
}
