/// What a ledger holds and how big it is.
public struct LedgerInfo: Sendable {
  public var entries: UInt64
  public var members: Int
  public var accounts: Int
  /// All files together.
  public var bytes: Int
  public var logBytes: Int
  public var segmentBytes: Int
  public var indexBytes: Int
  /// Entries in the Merkle tree, and its root as hexadecimal digits.
  public var treeSize: UInt64
  public var root: String
  public var lastPosted: Instant?
  /// All that occurred before is closed.
  public var closedBefore: Instant?
  /// What opening found at the log's end, where that is worth a word.
  public var recovery: String?
  public var files: [(name: String, bytes: Int)]
}
