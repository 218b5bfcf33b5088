/// What a few posts will look for in the runs, since it is not in memory.
struct PrefetchRequest: Sendable {
  /// The hash of each post's reference, in the order of the posts.
  var references: [UInt64] = []
  /// Hashes of identifiers.
  var names: [UInt64] = []
  /// Numbers, as are the next two. What is found under one names the next.
  var identifiers: [UInt64] = []
  var members: [UInt64] = []
  var accounts: [UInt64] = []
}
