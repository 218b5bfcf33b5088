/// The findings at the end of the active log and beside the live files, and the resulting actions.
package struct RecoveryReport: Equatable, Sendable {
  package enum Verdict: Sendable {
    /// The log ends where its valid frames end.
    case end
    /// An unfinished write followed them. A writer has moved it to quarantine.
    case torn
    /// They are followed by bytes that are either an unfinished write or rot. A writer opens such a
    /// log only with permission to accept that, and has then moved the bytes to quarantine.
    case ambiguous
    /// Another process is writing: the log counts as far as that process has acknowledged it.
    case beingWritten
  }

  package let verdict: Verdict
  /// The active log.
  package let log: LogName
  /// Whether its last frame is a close frame: the previous writer ended in order.
  package let endsWithClose: Bool
  /// X: the end of the valid frames, in bytes.
  package let validEnd: Int
  /// D: the end of the part that was known to be durable, in bytes.
  package let durableEnd: Int
  /// The length of the bytes after the valid frames, from the first to the last that is not zero.
  package let tailByteCount: Int
  /// The file with these bytes, relative to the ledger's directory; nil if nothing was moved.
  package let quarantineFile: String?
  /// The number of bytes that a writer wrote again because they may not have been synced.
  package let rewrittenByteCount: Int
  /// The names of files that interrupted rotations and seals left. A writer has removed them.
  package let leftovers: [String]
}
