internal import CLedgerSupport

/// A SHA-256 hash in progress (FIPS 180-4).
///
///     var hash = SHA256()
///     hash.update(header)
///     hash.update(body)
///     let digest = hash.finalize()
///
/// A value without allocations: a copy continues from the same point.
package struct SHA256: Sendable {
  private var state = ledger_sha256_state()

  /// Starts with no bytes.
  package init() {
    unsafe ledger_sha256_init(&state)
  }

  /// Appends bytes to the message.
  package mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe ledger_sha256_update(&state, buffer.baseAddress, buffer.count)
    }
  }

  /// The digest of the message so far; more bytes may follow afterwards.
  package func finalize() -> Digest {
    var rest = state
    return unsafe Digest { unsafe ledger_sha256_final(&rest, $0) }
  }

  /// The digest of one whole message.
  package static func hash(_ bytes: RawSpan) -> Digest {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe Digest { unsafe ledger_sha256(buffer.baseAddress, buffer.count, $0) }
    }
  }
}
