/// What a compaction did.
public struct CompactionResult: Hashable, Sendable {
  /// The number of entries that were dropped; 0 if there was nothing to drop.
  public let droppedEntries: UInt64
  /// The number of entries that the ledger has now.
  public let keptEntries: UInt64
  /// The size of all files of the ledger before and after, in bytes.
  public let bytesBefore: Int
  public let bytesAfter: Int
  /// The digest of the state, which a compaction leaves as it is.
  public let stateDigest: Digest
  /// All dropped entries were effective before this: the instant asked for, or an earlier one where
  /// a unit's retention keeps entries for longer.
  public let before: Instant
  /// The retention that keeps entries from before the instant asked for, in days; nil if none does.
  public let retentionDays: UInt32?
  /// The sequence number of the first entry that was kept.
  public let cut: SequenceNumber
  /// What keeps the entries from there on.
  public let stop: CompactionStop
}
