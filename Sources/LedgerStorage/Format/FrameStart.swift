/// The start of a frame with entries, as remembered: 16 bytes for each frame.
struct FrameStart: Equatable, Sendable {
  let firstSequence: UInt64
  /// The offset in the file, in bytes.
  let offset: UInt32
  let sectorCount: UInt32

  init(_ header: FrameHeader) {
    firstSequence = header.firstSequence
    // A log has at most 8 MiB.
    offset = UInt32(truncatingIfNeeded: header.offset)
    sectorCount = UInt32(truncatingIfNeeded: header.sectorCount)
  }
}
