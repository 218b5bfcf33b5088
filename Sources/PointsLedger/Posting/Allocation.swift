/// Points that a debit took from one lot, that a hold reserves in it, or that a reversal returned
/// to it.
public struct Allocation: Hashable, Sendable, Codable {
  /// The lot.
  public let lot: LotID
  /// The entry from which the lot's points originate: an `earn`, `opening`, `adjust` or a reissue.
  public let origin: SequenceNumber
  /// Above 0.
  public let points: Points
  /// The lot's dates when the points were taken. If `expires` is nil, the lot never expires.
  public let activates: Instant
  public let expires: Instant?
  /// The entry that brought the lot onto the account: the entry that made the lot, or a later one.
  package let arrival: UInt64
  /// The lot's inactivity rule.
  package let sliding: SlidingRule

  /// - Parameter arrival: If nil, the entry that made the lot.
  package init(
    lot: LotID, arrival: UInt64? = nil, origin: SequenceNumber, points: Points, activates: Instant,
    expires: Instant?, sliding: SlidingRule
  ) {
    self.lot = lot
    self.arrival = arrival ?? lot.created.value
    self.origin = origin
    self.points = points
    self.activates = activates
    self.expires = expires
    self.sliding = sliding
  }
}
