/// The name of a log file: `log-<first sequence number>-<first 8 bytes of its UUID>.wal`.
package struct LogName: Hashable, Sendable, CustomStringConvertible {
  package let firstSequence: UInt64
  /// The first eight bytes of the file's UUID.
  package let id: UInt64

  init(firstSequence: UInt64, id: UInt64) {
    self.firstSequence = firstSequence
    self.id = id
  }

  /// Reads a file's name; nil if it is not that of a log.
  init?(_ name: String) {
    guard name.utf8.count == 41, name.hasPrefix("log-"), name.hasSuffix(".wal") else { return nil }
    let text = name.utf8.dropFirst(4).dropLast(4)
    guard text.dropFirst(16).first == UInt8(ascii: "-"),
      let sequence = FileName.number(text.prefix(16)),
      let id = FileName.number(text.dropFirst(17))
    else { return nil }
    self.init(firstSequence: sequence, id: id)
  }

  package var description: String {
    "log-\(FileName.digits(firstSequence))-\(FileName.digits(id)).wal"
  }
}
