import PointsLedger

/// A movement of points between a credit and a debit, seen from either side.
struct AllocationView {
  /// Whether it shows where a credit's points went; otherwise it shows where a debit's points came
  /// from.
  let isUse: Bool
  /// The entry at the other side.
  let sequence: SequenceNumber
  /// The reference of that entry; nil if the ledger wrote it itself.
  let reference: Reference?
  /// The kind of that entry; nil for the source of points.
  var kind: EntryKind?
  /// Below 0 for points that came back to a credit.
  let points: Points

  /// Where the entry's points came from.
  static func sources(of entry: Entry, in ledger: Ledger) throws(LedgerError) -> [AllocationView] {
    var views: [AllocationView] = []
    for allocation in entry.allocations {
      views.append(
        AllocationView(
          isUse: false, sequence: allocation.origin,
          reference: try ledger.reference(at: allocation.origin),
          points: allocation.points,
          isReturn: entry.kind == .reverse && entry.change > .zero))
    }
    return views
  }

  /// Where the points came from, and where they went.
  static func bothWays(of entry: Entry, in ledger: Ledger) throws(LedgerError) -> [AllocationView] {
    var views = try sources(of: entry, in: ledger)
    for use in try ledger.uses(of: entry.sequence) {
      views.append(
        AllocationView(
          isUse: true, sequence: use.entry,
          reference: try ledger.reference(at: use.entry), kind: use.kind,
          points: use.points, isReturn: use.points < .zero))
    }
    return views
  }

  /// Whether a reversal gave the points back.
  var isReturn = false

  /// What happened to the points: `took`, `went`, ...
  var label: String {
    if isUse { return isReturn ? "came back" : "went" }
    return isReturn ? "gave back" : "took"
  }

  /// `30 from entry 12 (S012/1)`, `30 to entry 15`.
  func text(scale: UInt8) -> String {
    let name = reference.map { " (\(VisibleText.escaped($0.description)))" } ?? ""
    let kind = kind.map { "\($0.name) " } ?? ""
    let magnitude = Points(
      minorUnits: points.minorUnits < 0 ? -points.minorUnits : points.minorUnits)
    let way = isUse == isReturn ? "from" : "to"
    return "\(magnitude.text(scale: scale)) \(way) \(kind)entry \(sequence)\(name)"
  }
}
