/// The end of the durable part of the active log: the 32 bytes of the file `ack`.
struct Ack: Equatable, Sendable {
  static let byteCount = 32

  /// The first eight bytes of the log's UUID.
  var logID: UInt64
  /// In bytes, from the log's start.
  var durableOffset: UInt64
  /// The sequence number that follows the durable part.
  var nextSequence: UInt64

  /// The 32 bytes.
  func encoded() -> [UInt8] {
    var writer = ByteWriter()
    writer.append(logID.byteSwapped)
    writer.append(durableOffset)
    writer.append(nextSequence)
    writer.append(zeros: 4)
    writer.appendChecksum()
    return writer.bytes
  }

  /// Reads the file's bytes; nil if they are not 32, or not plausible.
  init?(decoding bytes: RawSpan) {
    guard bytes.byteCount == Self.byteCount, bytes.extracting(24..<28).isZero,
      bytes.integer(at: 28) == Checksum.crc32c(bytes.extracting(0..<28))
    else { return nil }
    logID = bytes.integer(at: 0, as: UInt64.self).byteSwapped
    durableOffset = bytes.integer(at: 8)
    nextSequence = bytes.integer(at: 16)
  }

  init(logID: UInt64, durableOffset: UInt64, nextSequence: UInt64) {
    self.logID = logID
    self.durableOffset = durableOffset
    self.nextSequence = nextSequence
  }
}
