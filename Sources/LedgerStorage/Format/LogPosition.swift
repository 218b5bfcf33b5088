/// A position between two frames of a log, with what the next frame there must continue.
struct LogPosition: Equatable, Sendable {
  /// The log's salt, from its header.
  let salt: UInt32
  /// In bytes from the start of the file; a multiple of a sector.
  private(set) var offset = Sector.byteCount
  private(set) var nextSequence: UInt64
  /// The checksum field in the header of the frame before, or in that of the log.
  private(set) var previousChecksum: UInt32
  /// The clock of the frame before; nil before the first.
  private(set) var clock: Int64?
  /// Whether the frame before is a close frame.
  private(set) var isAfterClose = false

  /// The position before the first frame of a log.
  init(startOf header: FileHeader) {
    salt = header.salt
    nextSequence = header.firstSequence
    previousChecksum = header.checksum
  }

  /// Whether a frame with this header may follow here.
  func admits(_ header: FrameHeader) -> Bool {
    header.offset == offset && header.firstSequence == nextSequence
      && header.previousChecksum == previousChecksum && header.clock >= clock ?? .min
  }

  /// Moves past a frame at this position.
  mutating func advance(past header: FrameHeader) {
    offset = header.end
    nextSequence = header.nextSequence
    previousChecksum = header.checksum
    clock = header.clock
    isAfterClose = header.kind == .close
  }
}
