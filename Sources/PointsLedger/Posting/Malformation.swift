/// A fault of a post that no state of a ledger could make right.
@nonexhaustive public enum Malformation: Hashable, Sendable, Codable {
  case kindNotPostable(EntryKind)
  case missing(Post.Field)
  /// The kind does not allow the field.
  case unexpected(Post.Field)
  case pointsZero
  case pointsNegative
  /// The points exceed 10^15 minor units in either direction.
  case pointsOutOfRange
  /// A relative date lies outside the years 1 to 9999.
  case dateOutOfRange(Post.Field)
  /// The ledger's calendar does not know the time zone of a relative date.
  case unknownZone(Post.Field, String)
  /// A credit would expire at or before its activation, or a hold's deadline is not after its time.
  case expiryBeforeActivation
  /// `occurred` is more than 24 hours ahead of the ledger's clock; of a close, ahead of it at all.
  case inTheFuture(posted: Instant)
  case textTooLong(Post.Field, maximumByteCount: Int)
  case basisNotDecimal
  case scaleOutOfRange
  case daysOutOfRange
  case activityNotPossible(EntryKind)
  case tooManyLots(maximum: Int)
  case repeatedLot(Reference)
  case tooManyUnits(maximum: Int)
  case groupEmpty
  case groupTooLarge(maximum: Int)
  /// The group's entries take more bytes than one write to the log allows.
  case groupTooLong(maximumByteCount: Int)
  /// Two posts of a group have this reference.
  case repeatedInGroup(Reference)
}
