/// A date of a post: an instant, or a rule that finds it from when the post occurred.
///
/// ```swift
/// Post.earn(120, for: card, reference: reference, expires: "end-of-month+12mo")
/// ```
/// The ledger resolves a rule when it first decides the post, and stores the instant. For a retry it
/// resolves the rule from when the first post occurred. So a till that builds the same post again,
/// an hour or a month later, gets the first answer again.
public enum PostDate: Hashable, Sendable {
  case at(Instant)
  case relative(RelativeDate)

  /// Nil for a rule.
  public var instant: Instant? { if case .at(let instant) = self { instant } else { nil } }

  /// Nil for an instant.
  public var rule: RelativeDate? { if case .relative(let rule) = self { rule } else { nil } }

  /// The instant itself, or the one that the rule finds.
  func instant(
    from occurred: Instant, by calendar: any LedgerCalendar
  ) throws(RelativeDate.Fault) -> Instant {
    switch self {
    case .at(let instant): instant
    case .relative(let rule): try rule.instant(from: occurred, by: calendar)
    }
  }
}
