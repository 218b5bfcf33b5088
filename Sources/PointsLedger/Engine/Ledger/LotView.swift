/// A lot as it stands at an instant.
public struct LotView: Hashable, Sendable, Codable {
  public let id: LotID
  /// The entry in which the points originate.
  public let origin: SequenceNumber
  public let originReference: Reference?
  /// What is left, free and held.
  public let remaining: Points
  public let held: Points
  public let activates: Instant
  /// When it ends if nothing else happens: by date or by inactivity, whichever is first; nil:
  /// never.
  public let expires: Instant?
  public let isPending: Bool
}
