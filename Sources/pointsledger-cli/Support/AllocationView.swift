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
  /// The debt that a credit's points paid.
  var debt: (sequence: SequenceNumber, reference: Reference?)?
  /// Whether the entry at the other side is the one that is shown: a credit that paid a debt itself.
  var isOwn = false
  /// The transfer or merge to which a counter at the other side belongs.
  var parent: Entry?
  /// The member of the other side.
  var member: MemberIdentifier?

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
      let other = try ledger.entry(at: use.entry)
      var view = AllocationView(
        isUse: true, sequence: use.entry, reference: other?.reference, kind: use.kind,
        points: use.points, isReturn: use.points < .zero)
      if let debt = use.debt { view.debt = (debt, try ledger.reference(at: debt)) }
      view.isOwn = use.entry == entry.sequence
      if let other, other.kind == .counter, let original = other.original {
        view.parent = try ledger.entry(at: original)
      }
      view.member = other?.post.member
      views.append(view)
    }
    return views
  }

  /// Whether a reversal gave the points back.
  var isReturn = false

  /// Whether it is the side of a merge that ends; the other side says for people what moved.
  var isMergedAway: Bool { isMerge && !isReturn && debt == nil }

  private var isMerge: Bool { parent?.kind == .merge }

  /// What happened to the points: `took`, `went`, ...
  var label: String {
    if isMerge, isReturn { return "moved" }
    if isUse { return isReturn ? "came back" : "went" }
    return isReturn ? "gave back" : "took"
  }

  /// `30 from entry 12 (S012/1)`, `30 to entry 15`, `30 to the debt of entry 9, by earn entry 12`.
  func text(scale: UInt8) -> String {
    let kind = kind.map { "\($0.name) " } ?? ""
    let magnitude = Points(
      minorUnits: points.minorUnits < 0 ? -points.minorUnits : points.minorUnits)
    let amount = magnitude.text(scale: scale)
    let other = "\(kind)\(Self.name(sequence, reference ?? parent?.reference))"
    if let debt {
      let by = isOwn ? "" : ", by \(other)"
      return "\(amount) to the debt of \(Self.name(debt.sequence, debt.reference))\(by)"
    }
    if isMerge, let parent, let member {
      let merge = "merge \(Self.name(parent.sequence, parent.reference))"
      return "\(amount) to \(member) by \(merge)"
    }
    return "\(amount) \(isUse == isReturn ? "from" : "to") \(other)"
  }

  /// `entry 12 (S012/1)`.
  static func name(_ sequence: SequenceNumber, _ reference: Reference?) -> String {
    "entry \(sequence)" + (reference.map { " (\(VisibleText.escaped($0.description)))" } ?? "")
  }
}
