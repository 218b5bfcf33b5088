/// A ledger that was made of a backup, and where the backup ended.
public struct RestoreResult: Hashable, Sendable {
  public let copy: BackupResult
  /// The last entry of the backup.
  public let sequence: SequenceNumber
  /// When it was posted. What was posted since is not in the ledger.
  public let posted: Instant
  /// The last reference in the backup; nil if none of the last thousand entries has one, or they
  /// were dropped.
  public let reference: Reference?
  /// The root over all entries.
  public let root: Digest?
  public let stateDigest: Digest?
}
