/// Makes frames as they are in the file. It reuses one buffer, so that a post allocates little.
struct FrameWriter: Sendable {
  private var buffer: [UInt8] = []
  private var byteCount = 0

  /// The sectors of the last frame made.
  var sectors: RawSpan {
    @_lifetime(borrow self) get { buffer.rawSpan.extracting(0..<byteCount) }
  }

  /// Makes the frame at `position`; returns its header.
  mutating func make(
    _ kind: FrameHeader.Kind, body: RawSpan, entryCount: UInt32, clock: Int64, durableOffset: Int,
    at position: LogPosition
  ) -> FrameHeader {
    var header = FrameHeader(
      kind: kind, offset: position.offset, firstSequence: position.nextSequence,
      entryCount: entryCount, bodyLength: body.byteCount, durableOffset: durableOffset,
      clock: clock, previousChecksum: position.previousChecksum,
      bodyChecksum: Checksum.crc32c(body))
    let headerBytes = header.encode()
    byteCount = header.sectorCount * Sector.byteCount
    if buffer.count < byteCount { buffer = [UInt8](repeating: 0, count: byteCount) }
    Sector.scatter(
      header: headerBytes, body: body, firstIndex: header.offset / Sector.byteCount,
      salt: position.salt, into: &buffer)
    return header
  }
}
