/// The points that originate in one month: what became of them, and when they were redeemed.
public struct CohortRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// The month in which the entry was effective in which the points originate.
  public let issued: CalendarPeriod
  public let sums: CohortSums
  /// Redeemed less restored, by the months since the month of issue: first in that month itself,
  /// last in the month of the report.
  public let redeemedByAge: [Points]
}
