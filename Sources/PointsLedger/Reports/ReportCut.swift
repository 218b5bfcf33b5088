/// Where a report cuts the time axis: only what lies before the cut counts.
///
/// Every instant has two positions on the axis: first the clock's work at it (an expiry, the end of
/// a hold), then the entries effective at it.
public struct ReportCut: Hashable, Sendable {
  /// The clock has done its work up to here.
  let clock: Int64
  /// Positions below this count. The position of an entry is twice its instant; that of the clock's
  /// work is one less.
  let place: Int64

  /// After the clock's work at `instant`, and before the entries effective at it: the cut between
  /// two spans of a report.
  public static func before(_ instant: Instant) -> ReportCut {
    ReportCut(clock: instant.milliseconds, place: instant.milliseconds * 2)
  }

  /// After everything effective at `instant`, as in a balance as of that instant.
  public static func asOf(_ instant: Instant) -> ReportCut {
    ReportCut(clock: instant.milliseconds, place: instant.milliseconds * 2 + 1)
  }

  /// After everything that is effective by now: also after entries that are effective later than
  /// the clock, since each account is judged at the later of the clock and its settled instant.
  ///
  /// - Parameter latest: The highest effective instant of the ledger, in milliseconds.
  static func now(_ clock: Instant, latest: Int64) -> ReportCut {
    ReportCut(
      clock: clock.milliseconds,
      place: ReportCut.place(ofEntryAt: max(clock.milliseconds, latest)) + 1)
  }

  /// The instant of the cut.
  public var instant: Instant { Instant(clamping: place >> 1) }

  /// The latest instant whose entries count.
  var lastEffective: Int64 { (place - 1) >> 1 }

  /// The position of an entry effective at `instant`, in milliseconds.
  static func place(ofEntryAt instant: Int64) -> Int64 { instant &* 2 }

  /// The position of the clock's work at `instant`, in milliseconds.
  static func place(ofClockAt instant: Int64) -> Int64 { instant &* 2 &- 1 }

  /// An instant in the span that contains `place`: the clock's work at the first instant of a span
  /// belongs to the span before.
  static func instant(of place: Int64) -> Int64 { place >> 1 }
}
