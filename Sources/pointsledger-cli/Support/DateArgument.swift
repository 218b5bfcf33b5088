import ArgumentParser
import PointsLedger

/// A date on the command line: an instant, or a day, which stands for its first instant.
struct DateArgument {
  /// That of a day in UTC.
  private let instant: Instant
  private let isDay: Bool

  init(_ text: String) throws {
    instant = try Parsing.instant(text)
    isDay = text.utf8.count == 10
  }

  func instant(in calendar: ZonedCalendar) -> Instant {
    guard isDay else { return instant }
    return calendar.start(of: ZonedCalendar.utc.period(.day, containing: instant))
  }
}

/// A date of a post: also a rule, which may name a zone itself.
enum PostDateArgument {
  case date(DateArgument)
  case rule(RelativeDate)

  init(_ text: String) throws {
    let date = try Parsing.date(text)
    if let rule = date.rule { self = .rule(rule) } else { self = .date(try DateArgument(text)) }
  }

  func date(in calendar: ZonedCalendar) -> PostDate {
    switch self {
    case .date(let date): .at(date.instant(in: calendar))
    case .rule(let rule): .relative(rule.inZone(of: calendar))
    }
  }
}

/// Where a replay ends: a sequence number if it is all digits, or a date.
enum LimitArgument {
  case sequence(SequenceNumber)
  case date(DateArgument)

  init(_ text: String) throws {
    if text.utf8.allSatisfy({ $0 &- 48 <= 9 }) {
      self = .sequence(try Parsing.sequence(text))
    } else {
      self = .date(try DateArgument(text))
    }
  }

  func limit(in calendar: ZonedCalendar) -> ReplayLimit {
    switch self {
    case .sequence(let sequence): .sequence(sequence)
    case .date(let date): .instant(date.instant(in: calendar))
    }
  }
}
