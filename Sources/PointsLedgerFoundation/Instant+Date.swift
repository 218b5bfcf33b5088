public import Foundation
public import PointsLedger

extension Instant {
  /// Makes the instant of a date, rounded down to the millisecond; nil outside the years 1 to 9999.
  public init?(_ date: Date) {
    let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded(.down)
    guard let exact = Int64(exactly: milliseconds) else { return nil }
    self.init(milliseconds: exact)
  }
}

extension Date {
  /// Makes the date of an instant. For present-day dates the error is below a microsecond.
  public init(_ instant: Instant) {
    self.init(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
  }
}
