/// The points that originate in one month, quarter or year: what became of them, and when they were
/// redeemed.
public struct CohortRow: Hashable, Sendable, Encodable {
  public let unit: UnitCode
  /// That of the effective instant of the entry in which the points originate.
  public let issuePeriod: CalendarPeriod
  public let sums: CohortSums
  /// `sums.redeemed` by periods since that of issue: the first element is that period itself, the
  /// last the period of the report.
  public let redeemedByAge: [Points]
  /// `sums.restored` by periods since that of issue; as long as `redeemedByAge`.
  public let restoredByAge: [Points]
}
