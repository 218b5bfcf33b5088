extension Instant {
  /// This instant and a duration, whose part below a millisecond is dropped; within `earliest` and
  /// `latest`.
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

  /// How long it is from this instant to another; below 0 if that lies before.
  public func duration(to other: Instant) -> Duration {
    // Both lie within the years 1 to 9999, so the difference fits.
    .milliseconds(other.milliseconds - milliseconds)
  }
}
