/// Checks frames and assembles their bodies. It reuses one buffer.
struct FrameReader: ~Copyable {
  /// The payloads of the last frame's sectors: header, body, padding.
  private var payload: [UInt8] = []
  private var bodyLength = 0

  /// The body of the last valid frame.
  var body: RawSpan {
    @_lifetime(borrow self) get {
      payload.rawSpan.extracting(FrameHeader.byteCount..<FrameHeader.byteCount + bodyLength)
    }
  }

  /// The header of the frame that begins at `position`, if that frame is valid there.
  ///
  /// - Parameters:
  ///   - bytes: The part of the log that begins at offset `base`, which is not after the position.
  mutating func read(_ bytes: RawSpan, base: Int, at position: LogPosition) -> FrameHeader? {
    guard let header = Self.header(bytes, base: base, at: position.offset, salt: position.salt),
      position.admits(header), readBody(of: header, from: bytes, base: base, salt: position.salt)
    else { return nil }
    return header
  }

  /// Assembles the body of a frame whose header was read at its offset. False unless all its
  /// sectors are present and stamped, the checksum is right and the padding zero.
  mutating func readBody(
    of header: FrameHeader, from bytes: RawSpan, base: Int, salt: UInt32
  ) -> Bool {
    guard header.end - base <= bytes.byteCount else { return false }
    let sectors = bytes.extracting(header.offset - base..<header.end - base)
    bodyLength = 0
    guard
      Sector.gather(
        sectors, firstIndex: header.offset / Sector.byteCount, salt: salt, into: &payload)
    else { return false }
    let used = FrameHeader.byteCount + header.bodyLength
    let padding = used..<header.sectorCount * Sector.payloadByteCount
    guard payload.rawSpan.extracting(padding).isZero else { return false }
    bodyLength = header.bodyLength
    return Checksum.crc32c(body) == header.bodyChecksum
  }

  /// The header in the stamped sector at an offset of the log. It is valid on its own, but need not
  /// continue the frame before.
  static func header(_ bytes: RawSpan, base: Int, at offset: Int, salt: UInt32) -> FrameHeader? {
    let place = offset - base
    guard place >= 0, place <= bytes.byteCount - Sector.byteCount else { return nil }
    let sector = bytes.extracting(place..<place + Sector.byteCount)
    guard Sector.isStamped(sector, at: 0, salt: salt, index: offset / Sector.byteCount) else {
      return nil
    }
    return FrameHeader(
      decoding: sector.extracting(Sector.stampByteCount..<Sector.byteCount), at: offset)
  }
}
