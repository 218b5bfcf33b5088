import LedgerProof
import Testing

/// Vectors of transparency-dev/merkle, read from their folder beside the project.
@Suite struct ReferenceVectorTests {
  private static let hasher = "01-rfc6962-hasher.json"
  private static let tree = "02-merkle-tree8.json"
  private static let absent: Comment = "the published vectors do not lie beside the project"

  private struct Hasher: Decodable {
    struct PostContext: Decodable { let op, wantHex: String, dataHex, leftHex, rightHex: String? }
    let cases: [PostContext]
  }
  private struct Tree: Decodable {
    let leafInputsHex, rootsHex: [String]
    let nodeHashesHex, compactRangeHex: [[String]]
  }

  @Test(.enabled(if: Vectors.isBeside(hasher), absent))
  func hashesAreThoseOfTheReference() throws {
    let cases = try Vectors.loadBeside(Self.hasher, as: Hasher.self).cases
    #expect(cases.count == 4)
    for vector in cases {
      switch vector.op {
      case "empty_root": #expect(MerkleTree.emptyRoot.description == vector.wantHex)
      case "leaf":
        let leaf = bytes(hexadecimal: try #require(vector.dataHex))
        #expect(leafHash(leaf).description == vector.wantHex)
      case "node":
        // These children are not hashes, so the node is hashed as RFC 6962 defines it.
        let left = bytes(hexadecimal: try #require(vector.leftHex))
        let right = bytes(hexadecimal: try #require(vector.rightHex))
        let hash = sha256([0x01] + left + right)
        #expect(hash.description == vector.wantHex)
      default: Issue.record("a case that this test does not know: \(vector.op)")
      }
    }
  }

  @Test(.enabled(if: Vectors.isBeside(tree), absent))
  func theTreeOfEightLeavesIsThatOfTheReference() throws {
    let vectors = try Vectors.loadBeside(Self.tree, as: Tree.self)
    let leaves = vectors.leafInputsHex.map { bytes(hexadecimal: $0) }
    var row = leafHashes(leaves)
    for expected in vectors.nodeHashesHex {
      #expect(row.map(\.description) == expected)
      row = stride(from: 0, to: row.count - 1, by: 2).map {
        MerkleTree.nodeHash(row[$0], row[$0 + 1])
      }
    }
    var tree = CompactRange()
    for size in 0...leaves.count {
      #expect(tree.root.description == vectors.rootsHex[size])
      #expect(tree.nodes.map(\.description) == vectors.compactRangeHex[size])
      if size < leaves.count { tree.append(leafHash(leaves[size])) }
    }
  }
}
