/// A unit's policy, as one version of it states. What is left out is the default.
public struct UnitTerms: Hashable, Sendable, Codable {
  /// What becomes of a reversed credit's points that were spent already.
  @nonexhaustive public enum Reversal: UInt8, CaseIterable, Sendable, Codable {
    /// The member owes them.
    case arrears = 0
    /// They are forgiven.
    case withinBalance = 1
    /// The reversal is refused.
    case refuse = 2
  }

  /// Where restored points go that would fall to a dead lot.
  @nonexhaustive public enum Restore: Hashable, Sendable, Codable {
    /// Back to it: they expire at once.
    case original
    /// Into a lot that ends so many times 24 hours after the reversal and keeps its origin.
    case grace(days: UInt32)
    /// Into a lot that ends so many times 24 hours after the reversal and originates in it.
    case reissue(days: UInt32)
  }

  /// Decimal digits of the unit, 0 to 6; nil keeps what it is (0 for a new unit).
  public var scale: UInt8?
  public var reversal: Reversal
  public var restore: Restore
  /// Lots expire after so many times 24 hours without activity; nil: they do not.
  public var inactivityDays: UInt32?
  /// The kinds that count as activity.
  public var activity: Set<EntryKind>

  public static let defaultActivity: Set<EntryKind> = [.earn, .redeem, .capture]
  /// The most days that a policy may name: about a hundred years.
  public static let maximumDays: UInt32 = 36_525
  /// The most decimal digits that a unit can have.
  public static let maximumScale: UInt8 = Points.maximumScale

  /// Terms; what is left out is the default.
  public init(
    scale: UInt8? = nil, reversal: Reversal = .arrears, restore: Restore = .original,
    inactivityDays: UInt32? = nil, activity: Set<EntryKind> = Self.defaultActivity
  ) {
    self.scale = scale
    self.reversal = reversal
    self.restore = restore
    self.inactivityDays = inactivityDays
    self.activity = activity
  }
}
