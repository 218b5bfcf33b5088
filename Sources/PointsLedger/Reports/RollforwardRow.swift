/// One span of a roll-forward, in one unit.
///
/// opening + issued + restored + adjusted + transferred in
/// - redeemed - expired - clawed back - transferred out = closing, to the point.
public struct RollforwardRow: Hashable, Sendable, Encodable {
  /// What flows may be split by, beside span and unit.
  @nonexhaustive public enum Split: String, CaseIterable, Sendable { case location, campaign }

  /// The day or month; nil for the whole.
  public let period: CalendarPeriod?
  /// From when: inside `period` where the report begins in its middle; nil: from the beginning.
  public let from: Instant?
  /// Up to when.
  public let to: Instant
  public let unit: UnitCode
  /// The location or campaign that the entries name; nil also where the report is not split.
  public let label: String?
  /// Lots less arrears at the beginning; nil in a report that is split.
  public let opening: Points?
  public let flows: RollforwardFlows
  /// Lots less arrears at the end; nil in a report that is split.
  public let closing: Points?
}
