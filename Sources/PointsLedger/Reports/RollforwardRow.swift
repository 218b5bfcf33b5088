/// One span of a roll-forward, in one unit.
///
/// opening + issued + restored + adjusted + transferred in
/// - redeemed - expired - clawed back - transferred out = closing, to the point.
public struct RollforwardRow: Hashable, Sendable, Encodable {
  /// What flows may be split by, besides span and unit.
  @nonexhaustive public enum Split: String, CaseIterable, Sendable {
    case location, campaign, member
  }

  /// Nil for a single span.
  public let period: CalendarPeriod?
  /// The start: within `period` if the report begins in its middle; nil for the beginning.
  public let from: Instant?
  /// The end.
  public let to: Instant
  public let unit: UnitCode
  /// The location or campaign of the entries, or the member; nil also if the report is not split.
  public let label: String?
  /// Lots less arrears at the start; nil in a report by location or campaign.
  public let opening: Points?
  public let flows: RollforwardFlows
  /// Lots less arrears at the end; nil in a report by location or campaign.
  public let closing: Points?
}
