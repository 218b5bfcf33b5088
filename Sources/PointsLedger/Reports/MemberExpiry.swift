/// Points of one member that end at one instant if nothing else happens.
public struct MemberExpiry: Hashable, Sendable, Encodable {
  public let member: MemberIdentifier
  public let unit: UnitCode
  /// From this instant on they cannot be spent.
  public let expires: Instant
  /// The last day on which they can be spent.
  public let lastDay: CalendarPeriod
  /// Above 0.
  public let points: Points
}
