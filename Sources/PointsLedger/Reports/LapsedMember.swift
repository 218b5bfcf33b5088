/// A member that was active once and no longer is.
public struct LapsedMember: Hashable, Sendable, Encodable {
  public let member: MemberIdentifier
  public let lastActivity: Instant
  /// What the member still has at the cut, available, pending and held: in the unit that was asked
  /// for, or else in the ledger's first.
  public let outstanding: Points
}
