/// How many of those who earned did so more than once.
public struct RepeatShare: Hashable, Sendable, Encodable {
  /// Members with an earn in the span.
  public let earning: UInt64
  /// Members with two or more.
  public let repeating: UInt64
  /// All their earns.
  public let earns: UInt64

  /// Repeating of earning.
  public var rate: ExactRatio { ExactRatio(Int128(repeating), Int128(earning)) }
  /// Earns for each earning member.
  public var frequency: ExactRatio { ExactRatio(Int128(earns), Int128(earning)) }
}
