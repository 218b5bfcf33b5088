/// What opening a ledger for writing finds at the end of its log, and would do.
public struct RecoveryStatus: Hashable, Sendable {
  public enum Verdict: String, Hashable, Sendable {
    /// The log ends in order.
    case end
    /// An unfinished write is at the end. Opening for writing moves it to quarantine and goes on.
    case torn
    /// The bytes at the end are either an unfinished write or rot. Reading works; writing waits
    /// until an operator accepts their loss.
    case ambiguous
    /// Another process is writing; there is nothing to recover.
    case beingWritten
    /// Acknowledged entries cannot be read. Nothing is changed.
    case damaged
  }

  public let verdict: Verdict
  /// The file that this is about.
  public let file: String
  /// Where its entries end, or the damage is, in bytes.
  public let offset: UInt64?
  /// The number of entries up to there; nil if that is not known.
  public let entries: UInt64?
  /// The bytes that follow and would be moved to quarantine.
  public let tail: Int
  /// Where they were moved, within the ledger's directory.
  public let quarantine: String?
  /// What is wrong; nil unless it is damaged.
  public let problem: String?
}
