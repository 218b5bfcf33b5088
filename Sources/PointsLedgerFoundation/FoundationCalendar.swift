internal import Foundation
public import PointsLedger

/// The time zones that Foundation knows, for relative dates that name one.
public struct FoundationCalendar: LedgerCalendar {
  public init() {}

  public func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? {
    TimeZone(identifier: zone)?.secondsFromGMT(for: Date(instant))
  }
}
