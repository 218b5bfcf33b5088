/// A lot's name: the entry that made it on its first account, and its place among the lots that
/// this entry made. It stays through merges.
public struct LotID: Hashable, Comparable, Sendable {
  /// The sequence number shifted left by 20 bits, and the ordinal.
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
