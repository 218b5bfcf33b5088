/// Where some entries are, with what was read of them.
package enum StoredEntries: Sendable {
  /// They are sealed.
  case block(SealedBlock)
  /// They are in a log.
  case frame(Frame)
}
