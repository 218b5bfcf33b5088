/// A lot that an entry made beside or in place of a credit's own: a transfer brought it, or a
/// reversal gave points back that belonged to a dead lot (the policies `grace` and `reissue`). Or a
/// lot that a merge moved.
public struct EntryLot: Hashable, Sendable, Codable {
  public let id: LotID
  /// The entry in which the points originate.
  public let origin: SequenceNumber
  /// Above 0.
  public let points: Points
  public let activates: Instant
  /// Nil: never.
  public let expires: Instant?
}
