/// The points that originate in one month: what became of them, and when they were redeemed.
public struct CohortRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// The effective month of the entry in which the points originate.
  public let issueMonth: CalendarPeriod
  public let sums: CohortSums
  /// `sums.redeemed` by months since the month of issue: the first element is that month itself,
  /// the last the month of the report.
  public let redeemedByAge: [Points]
  /// `sums.restored` by months since the month of issue; as long as `redeemedByAge`.
  public let restoredByAge: [Points]
}
