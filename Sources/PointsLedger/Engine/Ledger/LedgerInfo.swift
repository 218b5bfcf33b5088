/// The contents and size of a ledger.
public struct LedgerInfo: Sendable, Codable {
  /// A file of the ledger and its size.
  public struct File: Hashable, Sendable, Codable {
    public let name: String
    public let bytes: Int
  }

  /// What the directory is to its ledger.
  @nonexhaustive public enum Form: String, Sendable, Codable {
    case ledger
    /// A backup: it is only read.
    case backup
    /// Entries that a compaction dropped: it is only read, and knows nothing of what came after.
    case archive
  }

  public let form: Form
  /// The number of all entries, dropped ones included.
  public let entries: UInt64
  public let members: Int
  public let accounts: Int
  /// The size of all files together.
  public let bytes: Int
  public let logBytes: Int
  public let segmentBytes: Int
  public let indexBytes: Int
  /// The number of entries in the Merkle tree, and the tree's root.
  public let treeSize: UInt64
  public let root: Digest
  public let lastPosted: Instant?
  /// Everything that occurred before this instant is closed.
  public let closedBefore: Instant?
  /// What opening found at the log's end, if that is worth a remark.
  public let recovery: String?
  /// Where the ledger begins; nil if it has all its entries.
  public let cut: LedgerCut?
  /// What became of the entries before it.
  public let archives: [LedgerArchive]
  public let files: [File]
}
