/// The reason why a text is not an instant.
@nonexhaustive public enum InstantTextError: Error, Hashable, Sendable, CustomStringConvertible {
  case malformed
  /// The calendar has no such day, or a day has no such hour, minute or second.
  case noSuchTime
  case zoneMissing
  /// The second is 60. No millisecond count stands for a leap second.
  case leapSecond
  case finerThanMilliseconds
  /// The instant is before the year 1 or after the year 9999.
  case outOfRange

  public var description: String {
    switch self {
    case .malformed:
      "not an instant: write 2024-05-31T10:00:00Z, 2024-05-31T12:00:00+02:00 or a date, 2024-05-31"
    case .noSuchTime: "there is no such day or time of day"
    case .zoneMissing: "the zone is missing: end it with Z for UTC, or with an offset like +02:00"
    case .leapSecond: "a leap second: write second 59 or the next minute"
    case .finerThanMilliseconds: "finer than a millisecond: write at most 3 digits after the second"
    case .outOfRange: "outside the years 1 to 9999 in UTC"
    }
  }
}
