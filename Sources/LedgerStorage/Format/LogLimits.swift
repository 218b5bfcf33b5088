/// Sizes that the writer of a log keeps to, in bytes. The defaults are those of the format; smaller
/// ones make the same files sooner, for tests. Readers accept all that the format allows.
package struct LogLimits: Equatable, Sendable {
  /// No log is longer than this.
  static let formatLogBytes = 8 << 20
  /// No frame's body is longer than this, which makes the largest frame exactly 2,048 sectors.
  static let formatBodyBytes = 1_032_128

  /// The largest body of a frame.
  package let bodyBytes: Int
  /// The length beyond which a log does not grow.
  package let logBytes: Int
  /// The length that a new log is filled with zeros to.
  package let initialBytes: Int
  /// How far the zeros are extended at a time.
  package let growthBytes: Int

  /// Limits out of range are moved into it: whole sectors, at most what the format allows, and room
  /// for a largest frame and a close frame in every log.
  package init(
    bodyBytes: Int = 1_032_128, logBytes: Int = 8 << 20, initialBytes: Int = 2 << 20,
    growthBytes: Int = 1 << 20
  ) {
    self.bodyBytes = min(max(bodyBytes, 1), Self.formatBodyBytes)
    let frame = FrameHeader.sectorCount(bodyLength: self.bodyBytes) * Sector.byteCount
    func wholeSectors(_ bytes: Int, from least: Int) -> Int {
      let bytes = min(max(bytes, least), Self.formatLogBytes)
      return (bytes + Sector.byteCount - 1) / Sector.byteCount * Sector.byteCount
    }
    self.logBytes = wholeSectors(logBytes, from: 2 * Sector.byteCount + frame)
    self.initialBytes = min(
      wholeSectors(initialBytes, from: 2 * Sector.byteCount + frame), self.logBytes)
    self.growthBytes = wholeSectors(growthBytes, from: Sector.byteCount)
  }

  /// The length of the largest frame in whole sectors.
  var largestFrameBytes: Int {
    FrameHeader.sectorCount(bodyLength: bodyBytes) * Sector.byteCount
  }
}
