/// The identity of a lot: the entry that made it on its first account, and its place among the lots
/// that this entry made. It stays the same through merges.
public struct LotID: Hashable, Comparable, Sendable {
  /// The sequence number shifted left by 20 bits, plus the ordinal.
  package let packed: UInt64

  package init(packed: UInt64) { self.packed = packed }

  package init(created: SequenceNumber, ordinal: Int) {
    packed = created.value &<< 20 | UInt64(truncatingIfNeeded: ordinal & 0xF_FFFF)
  }

  /// The entry that made the lot.
  public var created: SequenceNumber { SequenceNumber(packed &>> 20) }
  /// 0 for the first lot that the entry made.
  public var ordinal: Int { Int(packed & 0xF_FFFF) }

  public static func < (lhs: Self, rhs: Self) -> Bool { lhs.packed < rhs.packed }
}

extension LotID: Codable {
  private enum Key: String, CodingKey { case created, ordinal }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let created = try fields.decode(SequenceNumber.self, forKey: .created)
    let ordinal = try fields.decode(Int.self, forKey: .ordinal)
    guard created.value < 1 << 44, 0..<1 << 20 ~= ordinal else {
      throw DecodingError.dataCorruptedError(
        forKey: .created, in: fields, debugDescription: "\(created).\(ordinal) names no lot")
    }
    self.init(created: created, ordinal: ordinal)
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(created, forKey: .created)
    try fields.encode(ordinal, forKey: .ordinal)
  }
}
