/// A span of months in which points were issued.
public struct IssueSpan: Hashable, Sendable, CustomStringConvertible {
  /// A month, quarter or year; nil: from the beginning.
  public let first: CalendarPeriod?
  /// Nil: to the end.
  public let last: CalendarPeriod?

  public static let all = IssueSpan()

  private init() { (first, last) = (nil, nil) }

  /// Nil unless each is a month, quarter or year, and the last does not end before the first begins.
  public init?(first: CalendarPeriod?, last: CalendarPeriod?) {
    for period in [first, last] {
      if let length = period?.length, length == .day || length == .week { return nil }
    }
    if let first, let last, first.months.lowerBound >= last.months.upperBound { return nil }
    self.first = first
    self.last = last
  }

  /// `2025`, or `2025-03..2025-Q4`; one side is empty if the span is open.
  public var description: String {
    if first == last, let first { return first.description }
    return (first?.description ?? "") + ".." + (last?.description ?? "")
  }

  /// Whether a month with this number is one of them.
  func contains(_ month: Int) -> Bool {
    month >= first?.months.lowerBound ?? Int.min && month < last?.months.upperBound ?? Int.max
  }
}
