/// What opening a ledger found at the end of its active log and beside the live files, and what it did
/// about it.
package struct RecoveryReport: Equatable, Sendable {
  package enum Verdict: Sendable {
    /// The log ends where its valid frames end.
    case end
    /// An unfinished write was behind them. A writer has put it into quarantine.
    case torn
    /// Bytes that are either an unfinished write or rot are behind them. A writer opens such a log
    /// only if told to accept that, and has put them into quarantine then.
    case ambiguous
    /// Another process is writing: the log counts as far as that has acknowledged it.
    case beingWritten
  }

  package let verdict: Verdict
  /// The active log.
  package let log: LogName
  /// Whether its last frame is a close frame: the writer before ended in order.
  package let endsWithClose: Bool
  /// X: where the valid frames end, in bytes.
  package let validEnd: Int
  /// D: how far the log was known to be durable, in bytes.
  package let durableEnd: Int
  /// The length of the bytes behind the valid frames, from the first to the last that is not zero.
  package let tailByteCount: Int
  /// Where those bytes are now, relative to the ledger's directory; nil where nothing was moved.
  package let quarantineFile: String?
  /// How many bytes a writer wrote again because no sync was known to have included them.
  package let rewrittenByteCount: Int
  /// The names of files that interrupted rotations and seals left. A writer has removed them.
  package let leftovers: [String]
}
