import LedgerProof

@testable import PointsLedger

/// The blocks of the section "Worked bytes" in spec/entries.md, in its order: the bytes of the
/// entries of `WorkedLedger` on disk and in the tree, and the results of all of them.
enum WorkedBytes {
  static func blocks() throws -> [[String]] {
    var blocks: [[String]] = []
    for vector in WorkedLedger.vectors {
      blocks.append(EntryAnnotator.rows(of: vector.record))
      // The proof of the second earn is like that of the first.
      if vector.record.sequence != 2 { blocks.append(proof(of: vector)) }
    }
    let ledger = try WorkedLedger.block()
    blocks.append(
      WorkedLedger.vectors.map { "leaf \($0.record.sequence)  \($0.leaf)" }
        + ["root    \(ledger["root"] ?? "")"])
    blocks.append(state().rows + ["", "digest  \(ledger["digest"] ?? "")"])
    return blocks
  }

  /// The input of an entry's commitment, its canonical bytes and its leaf hash.
  private static func proof(of vector: EntryVector) -> [String] {
    let record = vector.record
    var salt = AnnotatedBytes()
    salt.add([3], "what the salt is hashed from")
    salt.add(vector.key.bytes, record.member == nil ? "no key" : "the member's key")
    salt.add(record.sequence, "sequence number \(record.sequence)")
    var details = AnnotatedBytes()
    details.add([2], "what the commitment is hashed from")
    details.add(Array(digest(of: salt.bytes).prefix(16)), "salt")
    details.add(signed: record.posted, "posted \(Instant(clamping: record.posted))")
    let inputs = salt.rows + details.rows + ["and the \(vector.body.count) bytes of the body"]
    return inputs + [""] + canonical(vector).rows + ["", "leaf    \(vector.leaf)"]
  }

  private static func canonical(_ vector: EntryVector) -> AnnotatedBytes {
    let record = vector.record
    let fields: [(count: Int, what: String)] = [
      (1, "version"), (1, "kind \(record.kind.name)"), (2, "flags"), (8, "sequence number"),
      (8, "occurred"), (16, record.member == nil ? "no member" : "the member's id"),
      (2, record.unit == nil ? "no unit" : "unit"), (8, "change \(record.change)"),
      (8, "balance after \(record.balanceAfter)"),
      (8, record.previous.map { "previous \($0)" } ?? "no previous"),
      (8, record.original.map { "original \($0)" } ?? "no original"),
      (8, record.activates == nil ? "activates: not given" : "activates"),
      (8, record.expires == nil ? "expires: not given" : "expires"), (32, "commitment"),
    ]
    var rest = vector.canonicalBytes[...]
    var annotated = AnnotatedBytes()
    for (count, what) in fields {
      annotated.add(Array(rest.prefix(count)), what)
      rest = rest.dropFirst(count)
    }
    return annotated
  }

  /// The bytes of the state after the ledger's last entry.
  static func state() -> AnnotatedBytes {
    var state = AnnotatedBytes()
    let activates = WorkedLedger.vectors[2].record.occurred
    state.add(Array("PointsLedger state 1\n".utf8), "PointsLedger state 1")
    state.add(signed: .min, "nothing is closed yet")
    state.add(1, "units: 1")
    state.add([6] + Array("points".utf8), "points")
    state.add([0], "scale 0")
    state.add([0], "reversal: arrears")
    state.add(1 << 32 | 30, "restore: grace of 30 days")
    state.add(540, "inactivity: 540 days")
    state.add(0b10_1100_0000, "activity: earn, redeem, capture")
    state.add(1, "members: 1")
    state.add(0, "its first identifier")
    state.add([0], "no freeze")
    state.add(.max, "not merged")
    state.add(1, "identifiers: 1")
    state.add([4] + Array("7001".utf8), "7001")
    state.add(0, "of member 0")
    state.add([1], "which it still names")
    state.add(1, "accounts: 1")
    state.add(0, "of member 0")
    state.add([0], "in unit 0")
    state.add(170, "earned 170")
    state.add(150, "redeemed 150")
    state.add(0, "expired 0")
    state.add(1, "lots with points: 1")
    state.add(2, "origin 2")
    state.add(signed: activates, "activates \(Instant(clamping: activates))")
    state.add(signed: .max, "expires never")
    state.add(540 << 32 | 0b10_1100_0000, "sliding: 540 days, earn, redeem, capture")
    state.add(20, "remaining 20")
    state.add(0, "held 0")
    state.add(0, "open holds: 0")
    state.add(0, "debts: 0")
    return state
  }

  static func digest(of bytes: [UInt8]) -> [UInt8] {
    let digest = SHA256.hash(bytes.span.bytes)
    return digest.withBytes { bytes in
      (0..<bytes.byteCount).map { bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }
  }
}
