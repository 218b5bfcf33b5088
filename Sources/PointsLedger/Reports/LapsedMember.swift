/// A member that was active once and no longer is.
public struct LapsedMember: Hashable, Sendable, Encodable {
  public let member: MemberIdentifier
  public let lastActivity: Instant
}
