/// What a ledger holds and how big it is.
public struct LedgerInfo: Sendable, Codable {
  /// A file of the ledger, and how big it is.
  public struct File: Hashable, Sendable, Codable {
    public let name: String
    public let bytes: Int
  }

  public let entries: UInt64
  public let members: Int
  public let accounts: Int
  /// All files together.
  public let bytes: Int
  public let logBytes: Int
  public let segmentBytes: Int
  public let indexBytes: Int
  /// Entries in the Merkle tree, and its root.
  public let treeSize: UInt64
  public let root: Digest
  public let lastPosted: Instant?
  /// All that occurred before is closed.
  public let closedBefore: Instant?
  /// What opening found at the log's end, where that is worth a word.
  public let recovery: String?
  public let files: [File]
}
