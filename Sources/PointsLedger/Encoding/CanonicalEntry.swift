internal import LedgerProof

/// The canonical bytes of an entry: 118 bytes, the leaf of the ledger's Merkle tree.
///
/// They contain what can be proven of an entry without its texts, and commit to everything else.
/// See spec/entries.md.
package enum CanonicalEntry {
  package static let version: UInt8 = 1
  package static let byteCount = 118
  /// Means "no entry" or "never".
  static let none = UInt64.max

  /// Appends the canonical bytes of `record`.
  ///
  /// - Parameters:
  ///   - account: The id of the entry's member; zero for an entry without one.
  ///   - key: The member's key, or the entry's own salt.
  package static func append(
    _ record: Record, account: RandomBytes16, key: RandomBytes16, to out: inout ByteWriter
  ) {
    if let erased = record.erased {
      appendFields(of: record, account: account, to: &out)
      out.random(erased.commitment.first)
      out.random(erased.commitment.second)
      return
    }
    appendFields(of: record, account: account, to: &out)
    out.digest(commitment(to: record, key: key))
  }

  /// The commitment to an entry, in halves.
  static func halvesOfCommitment(
    to record: Record, key: RandomBytes16
  ) -> (first: RandomBytes16, second: RandomBytes16) {
    commitment(to: record, key: key).withBytes { hash in
      (RandomBytes16(hash, at: 0), RandomBytes16(hash, at: 16))
    }
  }

  /// All but the commitment.
  private static func appendFields(
    of record: Record, account: RandomBytes16, to out: inout ByteWriter
  ) {
    out.byte(version)
    out.byte(record.kind.rawValue)
    out.byte(0)
    out.byte(record.flags.rawValue)
    out.bigEndian(record.sequence)
    out.bigEndian(UInt64(bitPattern: record.occurred))
    out.random(account)
    out.byte(0)
    out.byte(record.unit ?? 0xFF)
    out.bigEndian(UInt64(bitPattern: record.change))
    out.bigEndian(UInt64(bitPattern: record.balanceAfter))
    out.bigEndian(record.previous ?? none)
    out.bigEndian(record.original ?? none)
    out.bigEndian(record.activates.map { UInt64(bitPattern: $0) } ?? none)
    out.bigEndian(record.expires.map { UInt64(bitPattern: $0) } ?? none)
  }

  /// SHA-256(0x02 || salt || posted || the entry's encoded body), where the salt is the first half
  /// of SHA-256(0x03 || key || sequence).
  static func commitment(to record: Record, key: RandomBytes16) -> LedgerProof.Digest {
    var salting = ByteWriter(reserving: 25)
    salting.byte(3)
    salting.random(key)
    salting.bigEndian(record.sequence)
    let salt = digest(of: salting)
    var details = ByteWriter(reserving: 256)
    details.byte(2)
    details.digest(salt, prefix: 16)
    details.bigEndian(UInt64(bitPattern: record.posted))
    record.encodeBody(into: &details)
    return digest(of: details)
  }

  /// The key of a member: the first half of SHA-256(0x05 || seed || number).
  static func memberKey(seed: RandomBytes16, member: UInt32) -> RandomBytes16 {
    var bytes = ByteWriter(reserving: 25)
    bytes.byte(5)
    bytes.random(seed)
    bytes.bigEndian(UInt64(member))
    return half(of: bytes)
  }

  /// The id of a member in its leaves: the first half of SHA-256(0x04 || key). It reveals neither
  /// the identifiers nor the key.
  static func memberID(key: RandomBytes16) -> RandomBytes16 {
    var bytes = ByteWriter(reserving: 17)
    bytes.byte(4)
    bytes.random(key)
    return half(of: bytes)
  }

  /// The first half of the hash of the bytes written.
  private static func half(of writer: borrowing ByteWriter) -> RandomBytes16 {
    digest(of: writer).withBytes { RandomBytes16($0, at: 0) }
  }

  private static func digest(of writer: borrowing ByteWriter) -> LedgerProof.Digest {
    return SHA256.hash(writer.span)
  }
}

extension ByteWriter {
  /// The first `prefix` bytes of `digest`.
  mutating func digest(_ digest: LedgerProof.Digest, prefix: Int = LedgerProof.Digest.byteCount) {
    digest.withBytes { bytes in
      for index in 0..<prefix {
        unsafe byte(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
      }
    }
  }
}

extension RandomBytes16 {
  /// The 16 bytes at an offset that has as many.
  fileprivate init(_ bytes: RawSpan, at offset: Int) {
    func word(_ offset: Int) -> UInt64 {
      unsafe UInt64(
        bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    self.init(high: word(offset), low: word(offset + 8))
  }
}
