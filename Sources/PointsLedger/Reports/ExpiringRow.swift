/// Points that end in one period if nothing else happens.
public struct ExpiringRow: Hashable, Sendable, Encodable {
  /// When they end.
  public enum When: Hashable, Sendable, Encodable {
    /// In this period: after its first instant and up to its end, as in a roll-forward.
    case period(CalendarPeriod)
    /// After the last period of the calendar.
    case later
    case never
    /// These do not expire: they are held points that will pay arrears when their hold ends.
    case paysArrears
  }

  public let unit: UnitCode
  public let when: When
  /// Above 0.
  public let points: Points
}
