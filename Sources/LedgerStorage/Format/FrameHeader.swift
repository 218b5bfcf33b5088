/// The first 64 bytes of a frame. See spec/files.md.
struct FrameHeader: Equatable, Sendable {
  enum Kind: UInt8, Sendable {
    case entries = 1
    case close = 2
  }

  static let byteCount = 64
  static let magic: UInt32 = 0x5246_4C50

  let kind: Kind
  /// The frame's own offset in the file, in bytes.
  let offset: Int
  /// The number of its first entry; in a close frame, of the entry that would come next.
  let firstSequence: UInt64
  let entryCount: UInt32
  let bodyLength: Int
  /// The log was durable up to here when the frame was made.
  let durableOffset: Int
  /// The time at which its entries were posted, in milliseconds since 1970.
  let clock: Int64
  /// The checksum field in the header of the frame before, or in that of the log.
  let previousChecksum: UInt32
  let bodyChecksum: UInt32
  /// Its own checksum, to which the next frame refers; 0 until it is encoded.
  private(set) var checksum: UInt32 = 0

  var sectorCount: Int { Self.sectorCount(bodyLength: bodyLength) }
  var end: Int { offset + sectorCount * Sector.byteCount }
  /// The sequence number after its last entry. Both parts were checked against overflow.
  var nextSequence: UInt64 { firstSequence &+ UInt64(entryCount) }

  /// The number of sectors of a frame with a body of this length.
  static func sectorCount(bodyLength: Int) -> Int {
    (byteCount + bodyLength + Sector.payloadByteCount - 1) / Sector.payloadByteCount
  }

  /// The 64 bytes. Encoding sets the checksum.
  mutating func encode() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Self.byteCount)
    bytes.store(Self.magic, at: 0)
    bytes.store(kind.rawValue, at: 4)
    bytes.store(UInt64(offset), at: 8)
    bytes.store(firstSequence, at: 16)
    bytes.store(entryCount, at: 24)
    bytes.store(UInt32(bodyLength), at: 28)
    bytes.store(UInt64(durableOffset), at: 32)
    bytes.store(clock, at: 40)
    bytes.store(previousChecksum, at: 48)
    bytes.store(bodyChecksum, at: 52)
    checksum = Checksum.crc32c(bytes.rawSpan.extracting(0..<60))
    bytes.store(checksum, at: 60)
    return bytes
  }

  /// Reads the header at the start of `bytes` (at least 64). Nil unless its checksum is right, it
  /// is the header of a frame at `offset`, and its fields are within their ranges.
  init?(decoding bytes: RawSpan, at offset: Int) {
    guard offset >= Sector.byteCount, bytes.integer(at: 0) == Self.magic,
      bytes.integer(at: 8) == UInt64(offset),
      bytes.integer(at: 60) == Checksum.crc32c(bytes.extracting(0..<60)),
      let kind = Kind(rawValue: bytes.integer(at: 4)),
      bytes.extracting(5..<8).isZero, bytes.extracting(56..<60).isZero
    else { return nil }
    let bodyLength: UInt32 = bytes.integer(at: 28)
    let durableOffset: UInt64 = bytes.integer(at: 32)
    self.kind = kind
    self.offset = offset
    firstSequence = bytes.integer(at: 16)
    entryCount = bytes.integer(at: 24)
    clock = bytes.integer(at: 40)
    previousChecksum = bytes.integer(at: 48)
    bodyChecksum = bytes.integer(at: 52)
    checksum = bytes.integer(at: 60)
    guard bodyLength <= UInt32(LogLimits.formatBodyBytes),
      (UInt64(Sector.byteCount)...UInt64(offset)).contains(durableOffset),
      durableOffset % UInt64(Sector.byteCount) == 0,
      !firstSequence.addingReportingOverflow(UInt64(entryCount)).overflow
    else { return nil }
    switch kind {
    case .entries: guard entryCount > 0 else { return nil }
    case .close: guard entryCount == 0, bodyLength == 0, durableOffset == offset else { return nil }
    }
    self.bodyLength = Int(bodyLength)
    self.durableOffset = Int(durableOffset)
  }

  init(
    kind: Kind, offset: Int, firstSequence: UInt64, entryCount: UInt32, bodyLength: Int,
    durableOffset: Int, clock: Int64, previousChecksum: UInt32, bodyChecksum: UInt32
  ) {
    self.kind = kind
    self.offset = offset
    self.firstSequence = firstSequence
    self.entryCount = entryCount
    self.bodyLength = bodyLength
    self.durableOffset = durableOffset
    self.clock = clock
    self.previousChecksum = previousChecksum
    self.bodyChecksum = bodyChecksum
  }
}
