/// One version of a unit's policy. Fields left out have their defaults.
public struct UnitTerms: Hashable, Sendable, Codable {
  /// What happens when a credit is reversed whose points were already spent.
  @nonexhaustive public enum Reversal: UInt8, CaseIterable, Sendable, Codable {
    /// The member owes the points.
    case arrears = 0
    /// The points are forgiven.
    case withinBalance = 1
    /// The reversal is refused.
    case refuse = 2
  }

  /// Where restored points go if their lot has already ended.
  @nonexhaustive public enum Restore: Hashable, Sendable, Codable {
    /// Back to their lot, where they expire at once.
    case original
    /// Into a lot that ends `days` times 24 hours after the reversal and keeps its origin.
    case grace(days: UInt32)
    /// Into a lot that ends `days` times 24 hours after the reversal and has the reversal as its
    /// origin.
    case reissue(days: UInt32)
  }

  /// Decimal digits of the unit, 0 to 6; nil keeps the current scale (0 for a new unit).
  public var scale: UInt8?
  public var reversal: Reversal
  public var restore: Restore
  /// Lots expire after this many times 24 hours without activity; nil: they do not.
  public var inactivityDays: UInt32?
  /// A compaction keeps everything effective within this many times 24 hours before it; nil: it
  /// need not. It can only grow: a version with a shorter one keeps the longer one.
  public var retentionDays: UInt32?
  /// The kinds that count as activity.
  public var activity: Set<EntryKind>

  public static let defaultActivity: Set<EntryKind> = [.earn, .redeem, .capture]
  /// The maximum number of days in a policy: about a hundred years.
  public static let maximumDays: UInt32 = 36_525
  /// The maximum number of decimal digits of a unit.
  public static let maximumScale: UInt8 = Points.maximumScale

  /// Makes terms; arguments left out have their defaults.
  public init(
    scale: UInt8? = nil, reversal: Reversal = .arrears, restore: Restore = .original,
    inactivityDays: UInt32? = nil, retentionDays: UInt32? = nil,
    activity: Set<EntryKind> = Self.defaultActivity
  ) {
    self.scale = scale
    self.reversal = reversal
    self.restore = restore
    self.inactivityDays = inactivityDays
    self.retentionDays = retentionDays
    self.activity = activity
  }

  /// Inactivity and retention in one number, as entries and the digest of the state have them: days
  /// of inactivity, plus those of retention times 2^32.
  var packedDays: UInt64 { UInt64(inactivityDays ?? 0) | UInt64(retentionDays ?? 0) << 32 }
}
