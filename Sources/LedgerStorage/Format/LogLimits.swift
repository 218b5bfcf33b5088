/// Sizes that the writer of a log observes, in bytes. The defaults are those of the format; smaller
/// ones lead to the same files sooner, for tests. Readers accept everything that the format allows.
package struct LogLimits: Equatable, Sendable {
  /// The greatest length of a log.
  static let formatLogBytes = 8 << 20
  /// The greatest length of a frame's body; the largest frame is then exactly 2,048 sectors.
  static let formatBodyBytes = 1_032_128

  /// The largest body of a frame.
  package let bodyBytes: Int
  /// The length beyond which a log does not grow.
  package let logBytes: Int
  /// The length up to which a new log is filled with zeros.
  package let initialBytes: Int
  /// The number of bytes by which the zeros are extended.
  package let growthBytes: Int

  /// Limits out of range are adjusted: to whole sectors, to at most what the format allows, and so
  /// that every log has room for a largest frame and a close frame.
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
