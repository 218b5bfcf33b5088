/// What a manifest says about one sealed range: its segment and its text file.
struct SegmentRecord: Equatable, Sendable {
  let segment: SealedRecord
  let text: SealedRecord

  var range: Range<UInt64> { segment.range }
  var firstSequence: UInt64 { range.lowerBound }
  var nextSequence: UInt64 { range.upperBound }
  /// Of the younger of the two.
  var birthGeneration: UInt64 { max(segment.birthGeneration, text.birthGeneration) }
  /// The name of the chain file that goes with the segment.
  var chainName: SealedName { SealedName(kind: .chain, range: range, id: segment.fileID.high) }

  /// Reads the two records from an offset on; nil where there is no segment's. The caller has checked
  /// that both lie within the bytes.
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
