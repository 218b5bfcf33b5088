/// What becomes of the entries that a compaction drops.
public enum CompactionArchive: Hashable, Sendable {
  /// They become a read-only ledger of their own in a new directory, outside of the ledger's.
  case directory(String)
  /// They are gone for good. To be sure, the caller says how many there are.
  case discard(entries: UInt64)
}
