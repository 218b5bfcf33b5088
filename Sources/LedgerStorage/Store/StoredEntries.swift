/// The block or frame with some entries, as read.
package enum StoredEntries: Sendable {
  /// The entries are sealed.
  case block(SealedBlock)
  /// The entries are in a log.
  case frame(Frame)
}
