/// The log and the frame from which something was read.
package struct FrameInfo: Equatable, Sendable {
  /// The sequence number of its first entry.
  package let firstSequence: UInt64
  /// At least 1.
  package let entryCount: Int
  /// The time at which its entries were posted, in milliseconds since 1970.
  package let clock: Int64
  /// The file.
  package let log: LogName
  /// The offset of the frame in the file, in bytes.
  package let offset: Int

  /// The sequence numbers of its entries.
  package var sequences: Range<UInt64> { firstSequence..<firstSequence + UInt64(entryCount) }

  init(_ header: FrameHeader, in log: LogName) {
    firstSequence = header.firstSequence
    entryCount = Int(header.entryCount)
    clock = header.clock
    self.log = log
    offset = header.offset
  }
}
