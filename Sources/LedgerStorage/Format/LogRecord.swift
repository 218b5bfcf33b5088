/// The record of a log in a manifest.
struct LogRecord: Equatable, Sendable {
  static let byteCount = 64

  /// The end of a log that is no longer written.
  struct End: Equatable, Sendable {
    /// The checksum field of the last frame's header, or of the log's header if there is no frame.
    var checksum: UInt32
    var nextSequence: UInt64
    /// The offset after the last frame, in bytes.
    var offset: Int
  }

  var firstSequence: UInt64
  var fileID: LedgerUUID
  var birthGeneration: UInt64
  /// Nil for the active log.
  var end: End?

  var name: LogName { LogName(firstSequence: firstSequence, id: fileID.high) }

  func append(to writer: inout ByteWriter) {
    writer.append(FileHeader.Kind.log.rawValue)
    writer.append(end == nil ? 0 : 1 as UInt16)
    writer.append(end?.checksum ?? 0)
    writer.append(firstSequence)
    writer.append(end?.nextSequence ?? 0)
    writer.append(UInt64(end?.offset ?? 0))
    writer.append(bytes: fileID.bytes)
    writer.append(birthGeneration)
    writer.append(zeros: 8)
  }

  /// Reads the record at an offset. The caller has checked that it is within the bytes.
  init(decoding bytes: RawSpan, at offset: Int) throws(FormatFault) {
    let record = bytes.extracting(offset..<offset + Self.byteCount)
    let kind: UInt16 = record.integer(at: 0)
    let state: UInt16 = record.integer(at: 2)
    firstSequence = record.integer(at: 8)
    fileID = LedgerUUID(record, at: 32)
    birthGeneration = record.integer(at: 48)
    guard kind == FileHeader.Kind.log.rawValue, state <= 1, record.extracting(56..<64).isZero else {
      throw .damaged("a file record contradicts the format", at: offset)
    }
    if state == 0 {
      guard record.integer(at: 4) == 0 as UInt32, record.extracting(16..<32).isZero else {
        throw .damaged("the active log's record has an end", at: offset)
      }
      end = nil
    } else {
      let endOffset: UInt64 = record.integer(at: 24)
      let nextSequence: UInt64 = record.integer(at: 16)
      guard endOffset >= UInt64(Sector.byteCount), endOffset <= UInt64(LogLimits.formatLogBytes),
        endOffset % UInt64(Sector.byteCount) == 0, nextSequence >= firstSequence
      else { throw .damaged("an ended log's record has no possible end", at: offset) }
      end = End(
        checksum: record.integer(at: 4), nextSequence: nextSequence, offset: Int(endOffset))
    }
  }

  init(firstSequence: UInt64, fileID: LedgerUUID, birthGeneration: UInt64, end: End? = nil) {
    self.firstSequence = firstSequence
    self.fileID = fileID
    self.birthGeneration = birthGeneration
    self.end = end
  }
}
