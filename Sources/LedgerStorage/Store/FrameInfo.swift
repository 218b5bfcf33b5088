/// Which frame of which log something was read from.
package struct FrameInfo: Equatable, Sendable {
  /// The sequence number of its first entry.
  package let firstSequence: UInt64
  /// 1 or more.
  package let entryCount: Int
  /// When its entries were posted, in milliseconds since 1970.
  package let clock: Int64
  /// The file.
  package let log: LogName
  /// Where in the file the frame begins, in bytes.
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
