/// An entry that is about an earlier one: the `capture` or `release` of a hold, the `reverse` of a
/// debit or credit, the `extend` of a credit.
public struct FollowUp: Hashable, Sendable, Codable {
  public let entry: SequenceNumber
  public let kind: EntryKind
  public let effective: Instant
  /// The points that were captured, freed, undone or moved; at least 0.
  public let points: Points
}
