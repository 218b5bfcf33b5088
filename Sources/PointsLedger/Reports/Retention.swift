/// How many of the members that were active at one instant still are at another.
public struct Retention: Hashable, Sendable, Encodable {
  /// Nobody was active at the start, so there is no share.
  public struct NobodyAtStart: Error, Hashable, Sendable, CustomStringConvertible {
    public let start: Instant
    public var description: String {
      "nobody was active at \(start), so there is nobody to retain; choose a later start"
    }
  }

  public let from: Instant
  public let to: Instant
  /// The activity window, in days.
  public let days: UInt32
  public let activeAtStart: UInt64
  public let activeAtEnd: UInt64
  /// Members active at the end whose first activity was at or after the start.
  public let new: UInt64

  /// Members active at the end, less new ones, as a share of those active at the start.
  public var rate: ExactRatio {
    get throws(NobodyAtStart) {
      guard activeAtStart > 0 else { throw NobodyAtStart(start: from) }
      return ExactRatio(Int128(activeAtEnd) - Int128(new), Int128(activeAtStart))
    }
  }
}
