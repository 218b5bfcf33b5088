/// The calendar of one time zone: when its days, weeks, months, quarters and years begin.
///
/// ```swift
/// let shop = ZonedCalendar(zone: "America/New_York", of: calendar)
/// ```
/// A day has 23 or 25 hours where the zone's clocks are changed. A day whose midnight they skip
/// begins with its first instant; a midnight that they show twice is the first of both.
public struct ZonedCalendar: Sendable, CustomStringConvertible {
  /// An IANA name, such as `Europe/Berlin`.
  public let zone: String
  private let calendar: any LedgerCalendar

  public static let utc = ZonedCalendar()

  private init() {
    zone = "UTC"
    calendar = UTCCalendar()
  }

  /// - Parameters:
  ///   - zone: An IANA name.
  ///   - calendar: What knows the zones, such as `Ledger.Options.calendar`.
  /// - Returns: Nil if it does not know this one.
  public init?(zone: String, of calendar: any LedgerCalendar) {
    guard calendar.secondsAheadOfUTC(in: zone, at: .epoch) != nil else { return nil }
    self.zone = zone
    self.calendar = calendar
  }

  /// The period that contains an instant.
  public func period(
    _ length: CalendarPeriod.Length, containing instant: Instant
  ) -> CalendarPeriod {
    var finder = PeriodFinder(length, in: self)
    return finder.period(containing: instant.milliseconds)
  }

  /// The first instant of a period.
  public func start(of period: CalendarPeriod) -> Instant {
    // After the last period of the year 9999 there is no date.
    guard let day = period.firstDay else { return .latest }
    return Instant(clamping: first(showing: Int64(day) &* Instant.millisecondsPerDay))
  }

  /// The first instant after a period.
  public func end(of period: CalendarPeriod) -> Instant { start(of: period.next) }

  /// RFC 3339 on the clocks of the zone: `2025-06-30T20:00:00-04:00`. Midnight is the date alone.
  public func text(of instant: Instant) -> String {
    let offset = offset(at: instant.milliseconds)
    let utc = instant.description
    guard let shown = Instant(milliseconds: instant.milliseconds + offset), offset % 60_000 == 0
    else { return utc }
    let local = String(shown.description.dropLast())
    if local.hasSuffix("T00:00:00") { return String(local.dropLast(9)) }
    if offset == 0 { return utc }
    let minutes = Int(offset.magnitude / 60_000)
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    return local + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
  }

  /// The name of the zone.
  public var description: String { zone }

  var isUTC: Bool { zone == "UTC" }

  /// The first instant at which the clocks show a time, or a later one. Both are in milliseconds;
  /// the time counts from 1970-01-01T00:00 on these clocks.
  private func first(showing local: Int64) -> Int64 {
    // Clocks are not changed twice within two days.
    let day = Instant.millisecondsPerDay
    let (before, after) = (offset(at: local - day), offset(at: local + day))
    let early = local - before
    if before == after || offset(at: early) == before { return early }
    // The clocks were changed by then.
    var changed = early
    var unchanged = local - after
    if offset(at: unchanged) == after { return unchanged }
    // They skipped it.
    while changed - unchanged > 1 {
      let middle = unchanged + (changed - unchanged) / 2
      if offset(at: middle) == after { changed = middle } else { unchanged = middle }
    }
    return changed
  }

  /// How far the clocks are ahead of UTC, in milliseconds.
  private func offset(at milliseconds: Int64) -> Int64 {
    if isUTC { return 0 }
    // A calendar knows a zone at all times or never.
    let instant = Instant(clamping: milliseconds)
    return Int64(calendar.secondsAheadOfUTC(in: zone, at: instant) ?? 0) * 1_000
  }
}
