/// The record of a sealed file in a manifest: of a segment or a text file.
struct SealedRecord: Equatable, Sendable {
  let kind: SealedKind
  /// The checksum field of its footer.
  let checksum: UInt32
  /// The sequence numbers of its entries; not empty.
  let range: Range<UInt64>
  /// The length of the file.
  let byteCount: Int
  let fileID: LedgerUUID
  let birthGeneration: UInt64

  var name: SealedName { SealedName(kind: kind, range: range, id: fileID.high) }

  func append(to writer: inout ByteWriter) {
    writer.append(kind.headerKind.rawValue)
    writer.append(UInt16(0))
    writer.append(checksum)
    writer.append(range.lowerBound)
    writer.append(range.upperBound)
    writer.append(UInt64(byteCount))
    writer.append(bytes: fileID.bytes)
    writer.append(birthGeneration)
    writer.append(zeros: 8)
  }

  /// Reads the record at an offset; nil if it is about another kind of file. The caller has checked
  /// that it is within the bytes.
  init?(
    decoding bytes: RawSpan, at offset: Int, expecting expected: SealedKind
  ) throws(FormatFault) {
    let record = bytes.extracting(offset..<offset + LogRecord.byteCount)
    guard record.integer(at: 0) == expected.headerKind.rawValue else { return nil }
    let (first, next): (UInt64, UInt64) = (record.integer(at: 8), record.integer(at: 16))
    let byteCount: UInt64 = record.integer(at: 24)
    guard record.integer(at: 2) == 0 as UInt16, record.extracting(56..<64).isZero, next > first,
      next - first <= ColumnLimits.rowCountMax, byteCount <= UInt64(ColumnLimits.fileBytesMax)
    else { throw .damaged("a sealed file's record contradicts the format", at: offset) }
    kind = expected
    checksum = record.integer(at: 4)
    range = first..<next
    self.byteCount = Int(byteCount)
    fileID = LedgerUUID(record, at: 32)
    birthGeneration = record.integer(at: 48)
  }

  init(
    kind: SealedKind, checksum: UInt32, range: Range<UInt64>, byteCount: Int,
    fileID: LedgerUUID, birthGeneration: UInt64
  ) {
    self.kind = kind
    self.checksum = checksum
    self.range = range
    self.byteCount = byteCount
    self.fileID = fileID
    self.birthGeneration = birthGeneration
  }
}
