/// What a ledger knows about time zones. It asks only for relative dates that name a zone.
public protocol LedgerCalendar: Sendable {
  /// By how many seconds the clocks of a zone are ahead of UTC at an instant; nil if the zone is
  /// unknown.
  ///
  /// - Parameter zone: A name such as `Europe/Berlin`.
  func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int?
}

/// Knows no zone but `UTC`.
public struct UTCCalendar: LedgerCalendar {
  public init() {}

  public func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? {
    zone == "UTC" ? 0 : nil
  }
}
