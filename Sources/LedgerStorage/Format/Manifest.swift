/// The immutable list of a ledger's files, in the order of their sequence numbers: the base if there
/// is one, sealed files, then logs, of which the last is active.
struct Manifest: Equatable, Sendable {
  static let nameByteCountMax = 255
  static let recordCountMax = 65_536
  /// The length of the longest manifest, in bytes.
  static let byteCountMax =
    FileHeader.byteCount + 8 + nameByteCountMax + recordCountMax * LogRecord.byteCount + 4

  var header: FileHeader
  /// The ledger's name: up to 255 bytes of UTF-8.
  var name: String
  /// Nil while the ledger has all its entries.
  var base: BaseRecord?
  var segments: [SegmentRecord]
  var logs: [LogRecord]

  /// All entries before this sequence number are sealed.
  var sealedSequence: UInt64 { segments.last?.nextSequence ?? firstSequence }
  /// The sequence number of the first entry that the ledger still has.
  var firstSequence: UInt64 { base?.end ?? 0 }
  var recordCount: Int { (base == nil ? 0 : 1) + segments.count * 2 + logs.count }

  var isBackup: Bool { header.readOnlyFlags & FileHeader.backupFlag != 0 }

  var generation: UInt64 { header.birthGeneration }
  /// All erasures that entries before this sequence number announce were carried out.
  var erasedSequence: UInt64 {
    get { header.firstSequence }
    set { header.firstSequence = newValue }
  }

  /// All the bytes of the file.
  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(bytes: header.encoded())
    writer.append(UInt32(recordCount))
    writer.append(UInt32(name.utf8.count))
    writer.append(bytes: name.utf8)
    base?.append(to: &writer)
    for record in segments {
      record.segment.append(to: &writer)
      record.text.append(to: &writer)
    }
    for record in logs { record.append(to: &writer) }
    writer.appendChecksum(from: FileHeader.byteCount)
    return writer.bytes
  }

  /// Reads a whole manifest file, and checks everything that can be checked on its own.
  init(decoding bytes: RawSpan) throws(FormatFault) {
    header = try FileHeader(decoding: bytes, expecting: .manifest)
    let start = FileHeader.byteCount
    guard bytes.byteCount >= start + 12 else {
      throw .damaged("the manifest is cut off", at: bytes.byteCount)
    }
    let end = bytes.byteCount - 4
    guard bytes.integer(at: end) == Checksum.crc32c(bytes.extracting(start..<end)) else {
      throw .damaged("the manifest's checksum is wrong", at: end)
    }
    let count = Int(bytes.integer(at: start, as: UInt32.self))
    let nameLength = Int(bytes.integer(at: start + 4, as: UInt32.self))
    guard (1...Self.recordCountMax).contains(count), nameLength <= Self.nameByteCountMax,
      end == start + 8 + nameLength + count * LogRecord.byteCount
    else { throw .damaged("the manifest's counts do not fit its length", at: start) }
    let first = start + 8 + nameLength
    let nameBytes = (start + 8..<first).map { bytes.integer(at: $0, as: UInt8.self) }
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw .damaged("the ledger's name is not UTF-8", at: start + 8)
    }
    self.name = name
    (base, segments, logs) = (nil, [], [])
    var next: UInt64 = 0
    var index = 0
    if let record = try BaseRecord(decoding: bytes, at: first) {
      guard record.birthGeneration <= generation else {
        throw .damaged("the base is younger than its manifest", at: first)
      }
      base = record
      next = record.end
      index = 1
    }
    while index < count {
      let offset = first + index * LogRecord.byteCount
      guard index + 1 < count, let record = try SegmentRecord(decoding: bytes, at: offset)
      else { break }
      guard record.firstSequence == next, record.birthGeneration <= generation else {
        throw .damaged("the manifest's segments do not join", at: offset)
      }
      next = record.nextSequence
      segments.append(record)
      index += 2
    }
    while index < count {
      let offset = first + index * LogRecord.byteCount
      let record = try LogRecord(decoding: bytes, at: offset)
      guard record.firstSequence == next, record.birthGeneration <= generation,
        (record.end == nil) == (index == count - 1)
      else { throw .damaged("the manifest's logs do not join", at: offset) }
      next = record.end?.nextSequence ?? next
      logs.append(record)
      index += 1
    }
    guard !logs.isEmpty else {
      throw .damaged("the manifest names no active log", at: first)
    }
  }

  init(
    header: FileHeader, name: String, base: BaseRecord? = nil, segments: [SegmentRecord] = [],
    logs: [LogRecord]
  ) {
    self.header = header
    self.name = name
    self.base = base
    self.segments = segments
    self.logs = logs
  }
}
