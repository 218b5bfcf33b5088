/// Why a text or a rule is no date of a post.
@nonexhaustive public enum PostDateError: Error, Hashable, Sendable, CustomStringConvertible {
  case malformed
  /// It begins like an instant, and is none.
  case instant(InstantTextError)
  /// Below 0, or over a hundred years.
  case countOutOfRange(RelativeDate.Unit)
  /// The unit is shorter than the period after whose end the date is to lie.
  case unitTooShort(RelativeDate.Unit, RelativeDate.Period)
  /// Minutes, hours, days and weeks are the same everywhere.
  case zoneNotTaken
  case zoneMalformed

  public var description: String {
    switch self {
    case .malformed:
      "no date: write an instant, 2024-05-31T10:00:00Z or 2024-05-31, or one counted from when the "
        + "post occurred, +30min, +2h, +14d, +2w, +12mo, +2y, end-of-day+0d, end-of-month+12mo or "
        + "end-of-year+1y"
    case .instant(let error): error.description
    case .countOutOfRange(let unit):
      "too far: write at most \(unit.maximumCount)\(unit.rawValue)"
    case .unitTooShort(let unit, let period):
      "end-of-\(period.rawValue) does not count \(unit.rawValue): write \(Self.units(period))"
    case .zoneNotTaken:
      "minutes, hours, days and weeks have no time zone: leave it out, or begin with end-of-day"
    case .zoneMalformed: "no name of a time zone behind the @: write it like @Europe/Berlin"
    }
  }

  private static func units(_ period: RelativeDate.Period) -> String {
    switch period {
    case .day: "d, w, mo or y"
    case .month: "mo or y"
    case .year: "y"
    }
  }
}
