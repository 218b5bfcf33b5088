/// What is known about time zones: of a relative date that names one, and of a `ZonedCalendar`.
public protocol LedgerCalendar: Sendable {
  /// By how many seconds the clocks of a zone are ahead of UTC at an instant; nil if the zone is
  /// unknown, at all instants alike.
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
