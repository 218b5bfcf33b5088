public import Foundation
public import PointsLedger

extension Instant {
  /// The instant of a date, to the millisecond below; nil outside the years 1 to 9999.
  public init?(_ date: Date) {
    let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded(.down)
    guard let exact = Int64(exactly: milliseconds) else { return nil }
    self.init(milliseconds: exact)
  }
}

extension Date {
  /// The date of an instant. A date of our times is exact to less than a microsecond.
  public init(_ instant: Instant) {
    self.init(timeIntervalSince1970: Double(instant.milliseconds) / 1_000)
  }
}
