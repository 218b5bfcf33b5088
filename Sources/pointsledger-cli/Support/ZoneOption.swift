import ArgumentParser
import PointsLedger

/// The time zone of the dates on the command line, and of the periods of reports.
struct ZoneOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The time zone of bare dates, and of days, weeks, months, quarters and years: an IANA name "
        + "like Europe/Berlin; without it UTC.", valueName: "zone"),
    transform: Self.calendar)
  var timeZone = ZonedCalendar.utc

  /// The instant of a date.
  func instant(_ date: DateArgument?) -> Instant? { date?.instant(in: timeZone) }

  private static func calendar(_ zone: String) throws -> ZonedCalendar {
    if let calendar = ZonedCalendar(zone: zone, of: SystemCalendar()) { return calendar }
    let near = ZoneNames.near(zone)
    let advice = near.isEmpty ? "" : "; near: " + near.joined(separator: ", ")
    throw ValidationError(
      "no time zone `\(zone)`: write an IANA name like Europe/Berlin, or UTC\(advice)")
  }
}
