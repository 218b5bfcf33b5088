import PointsLedger

/// One way of points between a debit and a credit, seen from either.
struct AllocationView {
  /// Whether this is where a credit's points went; else it is where a debit's points came from.
  let isUse: Bool
  /// The entry at the other end.
  let sequence: SequenceNumber
  /// Of that entry; nil: the ledger wrote it itself.
  let reference: Reference?
  /// What that entry did; nil where points come from.
  var kind: EntryKind?
  /// Below 0 for what came back to a credit.
  let points: Points

  /// Where the entry's points came from.
  static func sources(of entry: Entry, in ledger: Ledger) throws(LedgerError) -> [AllocationView] {
    var views: [AllocationView] = []
    for allocation in entry.allocations {
      views.append(
        AllocationView(
          isUse: false, sequence: allocation.origin,
          reference: try ledger.entry(at: allocation.origin)?.reference,
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
          reference: try ledger.entry(at: use.entry)?.reference, kind: use.kind,
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
