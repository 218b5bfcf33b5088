/// How many earning members earned more than once.
public struct RepeatShare: Hashable, Sendable, Encodable {
  /// When the span begins; nil for the beginning of the ledger.
  public let from: Instant?
  /// Members with an earn in the span.
  public let earning: UInt64
  /// Members with two or more.
  public let repeating: UInt64
  /// All their earns.
  public let earns: UInt64

  /// Repeating members as a share of earning ones.
  public var rate: ExactRatio { ExactRatio(Int128(repeating), Int128(earning)) }
  /// Average number of earns of an earning member.
  public var frequency: ExactRatio { ExactRatio(Int128(earns), Int128(earning)) }
}
