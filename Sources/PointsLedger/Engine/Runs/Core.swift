/// The state that the leader changes and readers query, behind one lock.
struct Core: Sendable {
  var decider: Decider
  /// Bytes written since the last sync.
  var unsyncedBytes = 0
  /// Once a reader has this many entries, it checks whether to go on from newer runs.
  var renewal: UInt64 = 0
  /// What a reader shows has no erased names of entries before this sequence number.
  var erased: UInt64 = 0
  /// Messages about runs that could not be used.
  var indexNotes: [String] = []
}
