/// A backup, or a ledger that was made of one.
public struct BackupResult: Hashable, Sendable {
  /// The number of entries, those included that a compaction has dropped.
  public let entries: UInt64
  /// The number of files.
  public let files: Int
  /// The length of all files, in bytes.
  public let bytes: UInt64
  /// The bytes that were copied this time.
  public let copied: UInt64
}
