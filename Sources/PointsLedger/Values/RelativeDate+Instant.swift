extension RelativeDate {
  /// Why there is no such date.
  enum Fault: Error, Hashable {
    /// It lies outside the years 1 to 9999.
    case outOfRange
    case unknownZone(String)
  }

  /// The date for a post that occurred at this instant.
  func instant(
    from occurred: Instant, by calendar: any LedgerCalendar
  ) throws(Fault) -> Instant {
    if end == nil, let span = unit.milliseconds {
      return try Self.checked(occurred.milliseconds &+ span &* Int64(count))
    }
    let offset = try offset(at: occurred, calendar)
    let local = try moved(occurred.milliseconds &+ offset)
    return try instant(ofLocal: local, calendar)
  }

  /// Counts on the calendar. Local times are milliseconds since 1970-01-01T00:00 on the clocks of
  /// the zone.
  private func moved(_ local: Int64) throws(Fault) -> Int64 {
    // Floor division: what comes before 1970 belongs to a day that began earlier.
    let time =
      (local % Instant.millisecondsPerDay + Instant.millisecondsPerDay)
      % Instant.millisecondsPerDay
    var day = Int((local &- time) / Instant.millisecondsPerDay)
    if let span = unit.milliseconds { day &+= Int(span / Instant.millisecondsPerDay) &* count }
    var date = CivilDate.date(dayNumber: day)
    if unit.isOfCalendar {
      let months = date.year &* 12 &+ date.month &- 1 &+ (unit == .years ? 12 &* count : count)
      (date.year, date.month) = (months / 12, months % 12 &+ 1)
      date.day = min(date.day, CivilDate.dayCount(year: date.year, month: date.month))
    }
    switch end {
    case nil, .day: break
    case .month:
      date.day = CivilDate.dayCount(year: date.year, month: date.month)
    case .year: (date.month, date.day) = (12, 31)
    }
    guard
      let number = CivilDate.dayNumber(year: date.year, month: date.month, day: date.day)
    else { throw .outOfRange }
    return Int64(end == nil ? number : number &+ 1) &* Instant.millisecondsPerDay
      &+ (end == nil ? time : 0)
  }

  /// The first instant at which the clocks of the zone show a time. Where they skip it, as many
  /// minutes after the skip as the time is after its start.
  private func instant(
    ofLocal local: Int64, _ calendar: any LedgerCalendar
  ) throws(Fault) -> Instant {
    // Clocks are not changed twice within two days.
    let day = Instant.millisecondsPerDay
    let before = try offset(at: Instant(clamping: local &- day), calendar)
    let after = try offset(at: Instant(clamping: local &+ day), calendar)
    // The larger offset leads to the earlier instant.
    for offset in [max(before, after), min(before, after)] {
      let instant = try Self.checked(local &- offset)
      if try self.offset(at: instant, calendar) == offset { return instant }
    }
    return try Self.checked(local &- before)
  }

  /// How far the zone is ahead of UTC, in milliseconds.
  private func offset(
    at instant: Instant, _ calendar: any LedgerCalendar
  ) throws(Fault) -> Int64 {
    guard let zone else { return 0 }
    // No zone was ever a whole day away from UTC.
    guard let seconds = calendar.secondsAheadOfUTC(in: zone, at: instant),
      (-86_400...86_400).contains(seconds)
    else { throw .unknownZone(zone) }
    return Int64(seconds) &* 1_000
  }

  private static func checked(_ milliseconds: Int64) throws(Fault) -> Instant {
    guard let instant = Instant(milliseconds: milliseconds) else { throw .outOfRange }
    return instant
  }
}
