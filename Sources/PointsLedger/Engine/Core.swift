/// What the leader changes and readers look at, behind one lock.
struct Core: Sendable {
  var judge: Judge
  /// Bytes written since the last sync.
  var unsyncedBytes = 0
}
