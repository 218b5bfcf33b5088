/// The tree over all leaves so far, as the roots of its perfect subtrees.
///
///     var tree = CompactRange()
///     tree.append(MerkleTree.leafHash(first))
///     tree.append(MerkleTree.leafHash(second))
///     print(tree.count, tree.root)
///
/// A tree of `count` leaves splits into one perfect subtree for each bit that is set in `count`,
/// the largest first, as RFC 6962, section 2.1, splits it at the largest power of two. Their roots
/// suffice to append more leaves and to compute the root at any time:
///
///     count 11 = 0b1011      nodes[0]: leaves 0..<8   nodes[1]: 8..<10   nodes[2]: 10..<11
///
/// So it takes memory for at most 64 hashes. Appending a leaf costs one hash on average, and the
/// root at most 63.
package struct CompactRange: Sendable {
  /// The number of leaves.
  package private(set) var count: UInt64

  /// The roots of the perfect subtrees, from the largest, which is the leftmost, to the smallest.
  package private(set) var nodes: [Digest]

  // The leaves that are reduced to one subtree at a time if many arrive at once: 32 KiB of hashes.
  private static let leavesPerSubtree = 1024

  /// A tree without leaves.
  package init() {
    count = 0
    nodes = []
  }

  /// The tree of `count` leaves with these nodes, or nil if their number does not fit.
  package init?(count: UInt64, nodes: [Digest]) {
    guard nodes.count == count.nonzeroBitCount else { return nil }
    self.count = count
    self.nodes = nodes
  }

  /// The root of the tree: the Merkle Tree Hash of RFC 6962, section 2.1.
  package var root: Digest {
    guard var root = nodes.last else { return MerkleTree.emptyRoot }
    for node in nodes.dropLast().reversed() { root = MerkleTree.nodeHash(node, root) }
    return root
  }

  /// Appends a leaf by its hash.
  package mutating func append(_ leafHash: Digest) {
    append(leafHash, leaves: 1)
  }

  /// Appends leaves by their hashes, in order; faster than one by one.
  package mutating func append(contentsOf leafHashes: Span<Digest>) {
    unsafe leafHashes.withUnsafeBufferPointer { hashes in
      unsafe withUnsafeTemporaryAllocation(
        of: Digest.self, capacity: min(Self.leavesPerSubtree, hashes.count)
      ) { row in
        var done = 0
        while done < hashes.count {
          let leaves = perfectSubtree(startingAt: count, most: hashes.count - done)
          _ = unsafe row.initialize(from: hashes[done..<(done + leaves)])
          var nodes = leaves
          while nodes > 1 {
            unsafe MerkleTree.reduceToParents(UnsafeMutableBufferPointer(rebasing: row[..<nodes]))
            nodes /= 2
          }
          append(unsafe row[0], leaves: UInt64(leaves))
          done += leaves
        }
      }
    }
  }

  // The size of the largest perfect subtree, within `most` leaves, that may start at a leaf.
  private func perfectSubtree(startingAt leaf: UInt64, most: Int) -> Int {
    let room = min(most, Self.leavesPerSubtree)
    let largest = 1 << (Int.bitWidth - 1 - room.leadingZeroBitCount)
    return leaf.trailingZeroBitCount < largest.trailingZeroBitCount
      ? 1 << leaf.trailingZeroBitCount : largest
  }

  // Appends the root of a perfect subtree, which `count` must be a multiple of.
  private mutating func append(_ node: Digest, leaves: UInt64) {
    assert(leaves.nonzeroBitCount == 1 && count % leaves == 0)
    var node = node
    var merging = leaves
    // The addition to the count carries where equal subtrees meet; these are merged.
    while count & merging != 0, let left = nodes.popLast() {
      node = MerkleTree.nodeHash(left, node)
      merging <<= 1
    }
    nodes.append(node)
    count += leaves
    assert(nodes.count == count.nonzeroBitCount)
  }
}
