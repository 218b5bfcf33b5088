extension Instant {
  /// Returns this instant plus a duration, clamped to `earliest` and `latest`. A fraction of a
  /// millisecond is dropped.
  public func advanced(by duration: Duration) -> Instant {
    let (seconds, attoseconds) = duration.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
    if overflow { return seconds < 0 ? .earliest : .latest }
    let span = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
    if span.overflow { return seconds < 0 ? .earliest : .latest }
    let sum = milliseconds.addingReportingOverflow(span.partialValue)
    if sum.overflow { return span.partialValue < 0 ? .earliest : .latest }
    return Instant(clamping: sum.partialValue)
  }

  /// Returns the duration from this instant to another; it is negative if the other is earlier.
  public func duration(to other: Instant) -> Duration {
    // Both instants lie within the years 1 to 9999, so the difference fits.
    .milliseconds(other.milliseconds - milliseconds)
  }
}
