import LedgerProof

@testable import PointsLedger

/// An entry whose bytes are all listed in the specification.
struct EntryVector: Sendable {
  var name: String
  var record: Record
  /// The key for its leaf: that of the entry's member, or the entry's own salt, or zero.
  var key: RandomBytes16

  /// - Parameter key: The key of a member that the entry itself does not enrol.
  init(_ name: String, _ record: Record, key: RandomBytes16 = Self.memberKey) {
    self.name = name
    self.record = record
    if let member = record.member {
      self.key =
        record.newMember?.seed.map { CanonicalEntry.memberKey(seed: $0, member: member) } ?? key
    } else {
      self.key = record.salt ?? .zero
    }
  }

  /// The seed in all vectors.
  static let seed = RandomBytes16(high: 0xA0A1_A2A3_A4A5_A6A7, low: 0xA8A9_AAAB_ACAD_AEAF)
  /// The key of member 0, to which most vectors belong.
  static let memberKey = CanonicalEntry.memberKey(seed: seed, member: 0)

  /// The entry as in a frame, including its length.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    record.encode(into: &writer)
    return writer.bytes
  }

  /// The entry's body.
  var body: [UInt8] {
    var writer = ByteWriter()
    record.encodeBody(into: &writer)
    return writer.bytes
  }

  /// Its canonical bytes.
  var canonicalBytes: [UInt8] {
    let account = record.member == nil ? .zero : CanonicalEntry.memberID(key: key)
    var writer = ByteWriter()
    CanonicalEntry.append(record, account: account, key: key, to: &writer)
    return writer.bytes
  }

  var leaf: String {
    let bytes = canonicalBytes
    return MerkleTree.leafHash(bytes.span.bytes).description
  }

  var block: VectorBlock {
    var block = VectorBlock()
    block.add("entry", name)
    block.add("sequence", record.sequence)
    block.add("posted", record.posted)
    block.add("key", hexDigits(key.bytes))
    block.add("bytes", hexDigits(bytes))
    block.add(fieldsOf: record)
    block.add("canonical", hexDigits(canonicalBytes))
    block.add("leaf", leaf)
    return block
  }
}

extension RandomBytes16 {
  var bytes: [UInt8] { bigEndianBytes(high) + bigEndianBytes(low) }
}
