/// How a ledger's clock stands to the `posted` of its last entry.
///
/// A clock that jumped would spoil what is posted: far ahead it expires lots, and the ledger cannot
/// go back from there. So nothing is posted until the clock is set, or the operator accepts it.
public struct ClockStatus: Hashable, Sendable {
  @nonexhaustive public enum Standing: String, Sendable {
    /// Posts are taken.
    case right = "ok"
    /// The clock is over 24 hours behind, and the operator accepted that: posts are taken, and
    /// `posted` stands still until the clock has caught up.
    case accepted
    /// Posts are refused with the code of this name.
    case wentBack = "clockWentBack"
    /// Posts are refused with the code of this name.
    case wentAhead = "clockWentAhead"
  }

  /// How far the clock may lie behind: 24 hours.
  static let maximumLag: Int64 = 1

  /// The time according to the clock.
  public let clock: Instant
  /// The `posted` of the last entry.
  public let posted: Instant
  public let standing: Standing

  /// - Parameters:
  ///   - accepted: A clock behind `posted` that the operator accepted.
  ///   - maximumLead: How far the clock may lie ahead; nil: any distance.
  init(clock: Instant, posted: Instant, accepted: Instant?, maximumLead: Duration?) {
    self.clock = clock
    self.posted = posted
    func isFarBehind(_ other: Instant) -> Bool { clock < other.adding(days: -Self.maximumLag) }
    if isFarBehind(posted) {
      // The accepted clock may go back no further than any other.
      standing = accepted.map(isFarBehind) ?? true ? .wentBack : .accepted
    } else if let maximumLead, clock > posted.advanced(by: maximumLead) {
      standing = .wentAhead
    } else {
      standing = .right
    }
  }

  /// What every post is refused with; nil if posts are taken.
  public var refusal: RefusalCode? {
    switch standing {
    case .right, .accepted: nil
    case .wentBack: .clockWentBack
    case .wentAhead: .clockWentAhead
    }
  }

  /// For people: how the clock stands and, if posts are refused, what to do.
  public var explanation: String {
    let days = abs(clock.milliseconds - posted.milliseconds) / Instant.millisecondsPerDay
    let distance = days == 1 ? "1 day" : "\(days) days"
    switch standing {
    case .right: return "the clock (\(clock)) is right"
    case .accepted:
      return "the clock (\(clock)) is \(distance) behind the last entry (\(posted)), and accepted"
    case .wentBack, .wentAhead:
      let way = standing == .wentBack ? "behind" : "ahead of"
      return "the clock (\(clock)) is \(distance) \(way) the last entry (\(posted)): set it, or "
        + "accept it with `pointsledger clock LEDGER --accept`"
    }
  }
}
