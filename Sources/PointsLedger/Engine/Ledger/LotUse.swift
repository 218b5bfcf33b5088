/// The effect of one entry on the points of a credit.
public struct LotUse: Hashable, Sendable, Codable {
  public let entry: SequenceNumber
  public let kind: EntryKind
  /// Above 0 if the points left the account, below 0 if they came (back) to one.
  public let points: Points
  /// The entry that left the debt that the points paid; nil if they paid none.
  public let debt: SequenceNumber?

  init(_ points: Int64, by record: Record, payingDebtOf debt: UInt64? = nil) {
    entry = SequenceNumber(record.sequence)
    kind = record.kind
    self.points = Points(minorUnits: points)
    self.debt = debt.map { SequenceNumber($0) }
  }
}
