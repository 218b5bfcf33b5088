/// Where a frame with entries begins: 16 bytes for each frame that is remembered.
struct FrameStart: Equatable, Sendable {
  let firstSequence: UInt64
  /// In the file, in bytes.
  let offset: UInt32
  let sectorCount: UInt32

  init(_ header: FrameHeader) {
    firstSequence = header.firstSequence
    // A log has at most 8 MiB.
    offset = UInt32(truncatingIfNeeded: header.offset)
    sectorCount = UInt32(truncatingIfNeeded: header.sectorCount)
  }
}
