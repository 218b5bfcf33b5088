extension Post {
  /// A field of a post, by its interchange name.
  @nonexhaustive public enum Field: String, Sendable, Codable {
    case time, kind, member, points, unit, activates, expires, original, counterparty, lots, partial
    case policy, location, actor, reason, campaign, basis, basisUnit, memo, group
  }
}
