/// A fault of a post that no state of a ledger could make right.
@nonexhaustive public enum Malformation: Hashable, Sendable, Codable {
  case kindNotPostable(EntryKind)
  case missing(Field)
  /// The kind does not allow the field.
  case unexpected(Field)
  case pointsZero
  case pointsNegative
  /// The points exceed 10^15 minor units in either direction.
  case pointsOutOfRange
  /// A credit would expire at or before its activation, or a hold's deadline is not after its time.
  case expiryBeforeActivation
  /// `occurred` is more than 24 hours ahead of the ledger's clock.
  case inTheFuture(posted: Instant)
  case textTooLong(Field, maximumByteCount: Int)
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

  /// A field of a post, by its interchange name.
  @nonexhaustive public enum Field: String, Sendable, Codable {
    case member, points, unit, activates, expires, original, counterparty, lots, partial, policy
    case location, actor, reason, campaign, basis, basisUnit, memo
  }
}
