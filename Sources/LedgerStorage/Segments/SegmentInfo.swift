/// The description of one sealed range.
package struct SegmentInfo: Sendable {
  /// One of its files.
  package struct Part: Sendable {
    package let name: String
    /// The length of the file.
    package let byteCount: Int
  }

  package let range: Range<UInt64>
  /// The time at which its last entry was posted, in milliseconds since 1970.
  package let lastClock: Int64
  package let segment: Part
  package let text: Part
  /// Nil if it is missing or known to be unreadable.
  package let chain: Part?
  /// The bytes of each region; 0 for a chain that is missing.
  package let regionBytes: [ColumnRegion: Int]
  /// The summary that was given when the range was sealed.
  package let summary: [UInt8]
}
