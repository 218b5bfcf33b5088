import LedgerProof

// Spans cannot leave the expression that makes them, nor pass through a macro, so these functions
// take arrays.

/// The hash of a message.
func sha256(_ message: [UInt8]) -> Digest { SHA256.hash(message.span.bytes) }

/// The hash of a leaf.
func leafHash(_ leaf: [UInt8]) -> Digest { MerkleTree.leafHash(leaf.span.bytes) }

/// The digest with these bytes, if they are 32.
func digest(_ bytes: [UInt8]) -> Digest? { Digest(bytes: bytes.span.bytes) }

extension SHA256 {
  /// Appends bytes to the message.
  mutating func update(_ bytes: some Collection<UInt8>) {
    let array = Array(bytes)
    update(array.span.bytes)
  }
}

extension CompactRange {
  /// Appends leaf hashes as one batch.
  mutating func append(contentsOf leafHashes: ArraySlice<Digest>) {
    append(contentsOf: leafHashes.span)
  }
}

/// The bytes in hexadecimal digits; empty if the text is malformed.
func bytes(hexadecimal text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// Leaf hashes of `leaf 0`, `leaf 1` and so on, hashed as one batch.
func countedLeafHashes(_ count: Int) -> [Digest] {
  leafHashes((0..<count).map { Array("leaf \($0)".utf8) })
}

/// The hashes of leaves, hashed as one batch.
func leafHashes(_ leaves: [[UInt8]]) -> [Digest] {
  var ends: [Int] = []
  for leaf in leaves { ends.append((ends.last ?? 0) + leaf.count) }
  var hashes = [Digest](repeating: .zero, count: leaves.count)
  var target = hashes.mutableSpan
  let bytes = Array(leaves.joined())
  MerkleTree.hashLeaves(bytes.span.bytes, ends: ends.span, into: &target)
  return hashes
}
