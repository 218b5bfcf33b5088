/// The record of a sealed range in a manifest: its segment and its text file.
struct SegmentRecord: Equatable, Sendable {
  let segment: SealedRecord
  let text: SealedRecord

  var range: Range<UInt64> { segment.range }
  var firstSequence: UInt64 { range.lowerBound }
  var nextSequence: UInt64 { range.upperBound }
  /// The generation of the younger of the two.
  var birthGeneration: UInt64 { max(segment.birthGeneration, text.birthGeneration) }
  /// The name of the chain file that belongs to the segment.
  var chainName: SealedName { SealedName(kind: .chain, range: range, id: segment.fileID.high) }

  /// Reads the two records from an offset on; nil if the first is not that of a segment. The caller
  /// has checked that both are within the bytes.
  init?(decoding bytes: RawSpan, at offset: Int) throws(FormatFault) {
    guard let segment = try SealedRecord(decoding: bytes, at: offset, expecting: .segment) else {
      return nil
    }
    let second = offset + LogRecord.byteCount
    guard let text = try SealedRecord(decoding: bytes, at: second, expecting: .text),
      text.range == segment.range
    else { throw .damaged("a segment's record is not followed by its text file's", at: second) }
    self.init(segment: segment, text: text)
  }

  init(segment: SealedRecord, text: SealedRecord) {
    self.segment = segment
    self.text = text
  }
}
