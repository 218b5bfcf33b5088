/// Where a report cuts the time axis: what lies before the cut counts.
///
/// On the axis every instant has two places. What the clock does at it (an expiry, the end of a
/// hold) comes first, the entries effective at it come second.
public struct ReportCut: Hashable, Sendable {
  /// Up to where the clock has done its work.
  let clock: Int64
  /// Twice the instant for entries, one less for what the clock does; places below this count.
  let place: Int64

  /// After what the clock does at `instant`, and before the entries effective at it: the cut
  /// between two spans of a report.
  public static func before(_ instant: Instant) -> ReportCut {
    ReportCut(clock: instant.milliseconds, place: instant.milliseconds * 2)
  }

  /// After all that is effective at `instant`: what a balance as of that instant counts.
  public static func asOf(_ instant: Instant) -> ReportCut {
    ReportCut(clock: instant.milliseconds, place: instant.milliseconds * 2 + 1)
  }

  /// Where it cuts.
  public var instant: Instant { Instant(clamping: clock) }

  /// The latest instant whose entries count.
  var lastEffective: Int64 { (place - 1) >> 1 }

  /// The place of an entry effective at `instant`, in milliseconds.
  static func place(ofEntryAt instant: Int64) -> Int64 { instant &* 2 }

  /// The place of what the clock does at `instant`, in milliseconds.
  static func place(ofClockAt instant: Int64) -> Int64 { instant &* 2 &- 1 }

  /// An instant in the span to which `place` belongs: what the clock does at the first instant of
  /// a span belongs to the one before.
  static func instant(of place: Int64) -> Int64 { place >> 1 }
}
