import LedgerProof
import LedgerTestSupport
import Testing

/// RFC 6962, section 2.1, and ``CompactRange`` against its definition and against published roots.
@Suite struct MerkleTreeTests {
  private struct CountedLeaves: Decodable {
    let roots: [String]
    let rootsBySize: [String: String]
  }
  private struct PrunedTree: Decodable {
    let size, cut: Int
    let root: String
    let frontier: [String]
  }
  private struct EightLeaves: Decodable { let leaves, roots: [String] }

  /// The Merkle Tree Hash as the RFC defines it, by recursion.
  private func root(_ leafHashes: ArraySlice<Digest>) -> Digest {
    guard let first = leafHashes.first else { return MerkleTree.emptyRoot }
    guard leafHashes.count > 1 else { return first }
    var split = 1
    while split * 2 < leafHashes.count { split *= 2 }
    let middle = leafHashes.startIndex + split
    return MerkleTree.nodeHash(root(leafHashes[..<middle]), root(leafHashes[middle...]))
  }

  @Test func theEmptyTreeHashesToTheHashOfNothing() {
    #expect(CompactRange().root == sha256([UInt8]()))
    #expect(CompactRange().root == MerkleTree.emptyRoot)
    #expect(CompactRange().count == 0)
  }

  @Test func rootsFollowTheDefinitionAtEverySize() {
    let hashes = countedLeafHashes(300)
    var tree = CompactRange()
    for size in 0...300 {
      #expect(tree.root == root(hashes[..<size]), "size \(size)")
      if size < 300 { tree.append(hashes[size]) }
    }
  }

  @Test func batchesOfAnySizeGiveTheSameTree() {
    var random = SeededGenerator()
    let hashes = countedLeafHashes(5000)
    for _ in 0..<20 {
      var single = CompactRange()
      var batched = CompactRange()
      var start = 0
      while start < hashes.count {
        let most = [1, 5, 70, 3000][Int.random(in: 0..<4, using: &random)]
        let end = min(hashes.count, start + Int.random(in: 0...most, using: &random))
        batched.append(contentsOf: hashes[start..<end])
        for hash in hashes[start..<end] { single.append(hash) }
        #expect(batched.root == single.root, "size \(end), seed \(random.seed)")
        start = end
      }
      #expect(batched.count == single.count && batched.nodes == single.nodes)
    }
  }

  @Test func aBatchOfLeavesHashesLikeOneByOne() {
    var random = SeededGenerator()
    for count in [0, 1, 2, 15, 16, 17, 64, 65, 200] {
      let leaves = (0..<count).map { _ in
        random.bytes(.random(in: 0...[118, 600][count % 2], using: &random))
      }
      let single = leaves.map { leafHash($0) }
      #expect(leafHashes(leaves) == single, "\(count) leaves, seed \(random.seed)")
    }
  }

  @Test func countedLeavesGiveTheRootsThatGoComputes() throws {
    let vectors = try Vectors.load("counted-leaves.json", as: CountedLeaves.self)
    #expect(vectors.roots.count == 101)
    let sizes = vectors.rootsBySize.keys.compactMap(Int.init).sorted()
    #expect(sizes.last == 70_000)
    let hashes = countedLeafHashes(70_000)
    for (size, expected) in vectors.roots.enumerated() {
      var tree = CompactRange()
      tree.append(contentsOf: hashes[..<size])
      #expect(tree.root.description == expected, "size \(size)")
    }
    var tree = CompactRange()
    for size in sizes {
      tree.append(contentsOf: hashes[Int(tree.count)..<size])
      #expect(tree.root.description == vectors.rootsBySize["\(size)"], "size \(size)")
    }
  }

  @Test func theEightLeavesGiveTheirRoots() throws {
    let vectors = try Vectors.load("eight-leaves.json", as: EightLeaves.self)
    #expect(vectors.roots.count == 9)
    var tree = CompactRange()
    #expect(tree.root.description == vectors.roots[0])
    for (leaf, expected) in zip(vectors.leaves, vectors.roots.dropFirst()) {
      tree.append(leafHash(bytes(hexadecimal: leaf)))
      #expect(tree.root.description == expected)
    }
  }

  @Test func aTreeGoesOnFromItsNodesAlone() throws {
    let vectors = try Vectors.load("pruned-tree.json", as: PrunedTree.self)
    let hashes = countedLeafHashes(vectors.size)
    var whole = CompactRange()
    whole.append(contentsOf: hashes[..<vectors.cut])
    #expect(whole.nodes.map(\.description) == vectors.frontier)

    let nodes = vectors.frontier.compactMap { Digest(hexadecimal: $0) }
    var tree = try #require(CompactRange(count: UInt64(vectors.cut), nodes: nodes))
    tree.append(contentsOf: hashes[vectors.cut...])
    #expect(tree.root.description == vectors.root)
  }

  @Test func nodesThatDoNotFitTheCountAreRefused() {
    #expect(CompactRange(count: 0, nodes: []) != nil)
    #expect(CompactRange(count: 0, nodes: [.zero]) == nil)
    #expect(CompactRange(count: 6, nodes: [.zero]) == nil)
    #expect(CompactRange(count: 8, nodes: [.zero, .zero]) == nil)
    #expect(CompactRange(count: .max, nodes: []) == nil)
  }
}
