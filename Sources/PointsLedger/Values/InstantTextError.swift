/// Why a text is no instant.
@nonexhaustive public enum InstantTextError: Error, Hashable, Sendable, CustomStringConvertible {
  case malformed
  /// No such day in the calendar, or no such hour, minute or second.
  case noSuchTime
  case zoneMissing
  /// Second 60: there is no place for it between two milliseconds.
  case leapSecond
  case finerThanMilliseconds
  /// Before the year 1 or after the year 9999.
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
