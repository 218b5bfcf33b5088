internal import CLedgerSupport

/// The hashes of RFC 6962, section 2.1 (and RFC 9162, section 2.1.1), over SHA-256.
///
/// A leaf is hashed after a byte 0x00 and an inner node after 0x01, so that neither can be taken
/// for the other. See ``CompactRange`` for the root of a growing tree.
package enum MerkleTree {
  /// The root of the tree without leaves: the hash of no bytes.
  package static let emptyRoot = SHA256.hash(RawSpan())

  private static let leafPrefix: CInt = 0x00
  private static let nodePrefix: CInt = 0x01

  // The messages passed to C at once: their pointers are on the stack.
  private static let batchCount = 64

  /// The hash of a leaf: SHA-256(0x00 || leaf).
  package static func leafHash(_ leaf: RawSpan) -> Digest {
    prefixedHash(leaf, leafPrefix)
  }

  /// The hash of an inner node: SHA-256(0x01 || left || right).
  package static func nodeHash(_ left: Digest, _ right: Digest) -> Digest {
    let children = (left, right)
    return unsafe withUnsafeBytes(of: children) { buffer in
      prefixedHash(unsafe RawSpan(_unsafeBytes: buffer), nodePrefix)
    }
  }

  /// Hashes many leaves at once, several times faster than one by one.
  ///
  /// Leaf `i` is the bytes of `leaves` from `ends[i - 1]`, or 0, up to `ends[i]`; bytes after the
  /// last end are not read. Leaves of up to 246 bytes profit most.
  ///
  /// - Precondition: `ends` never descends and stays within `leaves`; `hashes` has as many
  ///   elements.
  package static func hashLeaves(
    _ leaves: RawSpan, ends: Span<Int>, into hashes: inout MutableSpan<Digest>
  ) {
    precondition(ends.count == hashes.count, "as many hashes as leaves")
    unsafe leaves.withUnsafeBytes { bytes in
      unsafe hashes.withUnsafeMutableBufferPointer { digests in
        var start = 0
        unsafe hashAll(leafPrefix, into: digests) { index in
          let end = ends[index]
          precondition(start <= end && end <= bytes.count, "leaves end in order, within bytes")
          let leaf = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<end])
          start = end
          return unsafe leaf
        }
      }
    }
  }

  /// Overwrites the first half of a row of an even number of nodes with their parents.
  static func reduceToParents(_ nodes: UnsafeMutableBufferPointer<Digest>) {
    let children = UnsafeRawBufferPointer(nodes)
    let pair = 2 * Digest.byteCount
    let parents = unsafe UnsafeMutableBufferPointer(rebasing: nodes[..<(nodes.count / 2)])
    unsafe hashAll(nodePrefix, into: parents) { index in
      unsafe UnsafeRawBufferPointer(rebasing: children[(pair * index)..<(pair * (index + 1))])
    }
  }

  private static func prefixedHash(_ message: RawSpan, _ prefix: CInt) -> Digest {
    unsafe message.withUnsafeBytes { buffer in
      unsafe Digest { target in
        var pointer = buffer.baseAddress
        var length = buffer.count
        unsafe ledger_sha256_batch(&pointer, &length, 1, prefix, target)
      }
    }
  }

  // Hashes the messages that a closure returns; it is called once for each, in order. The digests
  // may overwrite messages as far as `ledger_sha256_batch` allows.
  private static func hashAll(
    _ prefix: CInt, into digests: UnsafeMutableBufferPointer<Digest>,
    _ message: (Int) -> UnsafeRawBufferPointer
  ) {
    unsafe withUnsafeTemporaryAllocation(of: UnsafeRawPointer?.self, capacity: batchCount) {
      messages in
      unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: batchCount) { lengths in
        var done = 0
        while done < digests.count {
          let count = min(batchCount, digests.count - done)
          for index in 0..<count {
            let bytes = unsafe message(done + index)
            unsafe messages[index] = bytes.baseAddress
            unsafe lengths[index] = bytes.count
          }
          let target = unsafe UnsafeMutableBufferPointer(rebasing: digests[done...])
          unsafe ledger_sha256_batch(
            messages.baseAddress, lengths.baseAddress, count, prefix, target.baseAddress)
          done += count
        }
      }
    }
  }
}
