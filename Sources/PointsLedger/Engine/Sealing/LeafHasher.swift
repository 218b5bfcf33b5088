internal import LedgerProof

/// Grows the Merkle tree over the entries, many leaves at a time.
struct LeafHasher: ~Copyable {
  private static let batch = 256

  private var tree: CompactRange
  private var leaves = ByteWriter(reserving: batch * CanonicalEntry.byteCount)
  private var ends: [Int] = []

  /// - Parameter base: What stands for the entries before the first one; nil if there are none.
  init(of base: Base? = nil) throws(LedgerError) {
    tree = try base?.tree() ?? CompactRange()
  }

  /// Adds the entry as the next leaf. `keys` must have noted the entry.
  mutating func append(_ record: Record, _ keys: MemberKeys) {
    let (account, key) = keys.leafSecrets(of: record)
    CanonicalEntry.append(record, account: account, key: key, to: &leaves)
    ends.append(leaves.count)
    if ends.count == Self.batch { flush() }
  }

  /// The number of leaves and the root over them.
  mutating func finish() -> (size: UInt64, root: Digest) {
    flush()
    return (tree.count, Digest(tree.root.description))
  }

  /// The tree over all leaves so far.
  mutating func frontier() -> CompactRange {
    flush()
    return tree
  }

  private mutating func flush() {
    guard !ends.isEmpty else { return }
    var hashes = Array(repeating: LedgerProof.Digest.zero, count: ends.count)
    var span = hashes.mutableSpan
    MerkleTree.hashLeaves(leaves.span, ends: ends.span, into: &span)
    tree.append(contentsOf: hashes.span)
    leaves.removeAll()
    ends.removeAll(keepingCapacity: true)
  }
}
