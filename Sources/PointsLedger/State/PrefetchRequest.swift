/// The keys that a few posts will look up in the runs, since they are not in memory.
struct PrefetchRequest: Sendable {
  /// The hash of each post's reference, in the order of the posts.
  var references: [UInt64] = []
  /// The hashes of identifiers.
  var names: [UInt64] = []
  /// Numbers, as in the next two. A value found in one table names the key in the next.
  var identifiers: [UInt64] = []
  var members: [UInt64] = []
  var accounts: [UInt64] = []
}
