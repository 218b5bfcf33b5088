/// What the leader changes and readers look at, behind one lock.
struct Core: Sendable {
  var decider: Decider
  /// Bytes written since the last sync.
  var unsyncedBytes = 0
  /// When a reader has so many entries, it goes on from newer runs.
  var renewal: UInt64 = 0
  /// What is to be said of runs that could not be used.
  var indexNotes: [String] = []
}
