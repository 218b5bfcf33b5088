/// What became of entries that a compaction dropped.
public struct LedgerArchive: Hashable, Sendable, Codable {
  /// The sequence numbers of the first and the last of them.
  public let first: SequenceNumber
  public let last: SequenceNumber
  /// Where the archive was put, as an absolute path; nil if the entries were discarded.
  public let path: String?
  /// Whether the archive is there now.
  public let isAtHand: Bool
  /// The number of erasures that are still to be carried out in it: `eraseInArchives` does it. One
  /// that is not at hand counts as it was when it was looked at last.
  public let pendingErasures: Int
}
