/// An open hold as of an instant.
public struct HoldView: Hashable, Sendable, Codable {
  public let member: MemberIdentifier
  public let unit: UnitCode
  /// The `hold` entry.
  public let sequence: SequenceNumber
  public let reference: Reference?
  /// The points that were held at first.
  public let points: Points
  /// The points that are still held: captures may have taken the others.
  public let left: Points
  /// The deadline, at which the clock releases what is left.
  public let expires: Instant
}
