/// The effect of one entry on the points of a credit.
public struct LotUse: Hashable, Sendable, Codable {
  public let entry: SequenceNumber
  public let kind: EntryKind
  /// Above 0 if the points were used, below 0 if they came back.
  public let points: Points

  static func uses(of credit: SequenceNumber, in record: Record) -> [LotUse] {
    // A hold only reserves points; its capture takes them.
    guard record.kind != .hold else { return [] }
    var gone: Int64 = 0
    for allocation in record.allocations where allocation.origin == credit {
      gone &+= allocation.points.minorUnits
    }
    if record.kind == .reverse, record.change > 0 { gone = -gone }
    for lot in record.newLots where lot.origin == credit.value { gone &-= lot.points }
    for payment in record.payments where payment.origin == credit.value {
      gone &+= payment.points
    }
    guard gone != 0 else { return [] }
    return [
      LotUse(
        entry: SequenceNumber(record.sequence), kind: record.kind,
        points: Points(minorUnits: gone))
    ]
  }
}
