/// A lot as of an instant.
public struct LotView: Hashable, Sendable, Codable {
  public let id: LotID
  /// The entry from which the points originate.
  public let origin: SequenceNumber
  public let originReference: Reference?
  /// The points left in the lot, both free and held.
  public let remaining: Points
  public let held: Points
  public let activates: Instant
  /// The instant at which the lot ends if nothing else happens: its date or the end of inactivity,
  /// whichever is first. Nil: never.
  public let expires: Instant?
  public let isPending: Bool
}
