import PointsLedger

/// What an entry did beside its allocations: debts that it paid, left or forgave, lots that it made,
/// and, where both directions are asked for, what paid its debt and which entries are about it.
struct EffectsView {
  private struct Line {
    let label: String
    let text: String
  }

  private let entry: Entry
  private let scale: UInt8
  private var paid: [(payment: DebtPayment, debt: Reference?, source: Reference?)] = []
  private var lots: [(lot: EntryLot, origin: Reference?)] = []
  /// Of a merge: the counters of the member that stays, one a unit, and their points.
  private var moved: [(counter: Entry, points: String)] = []
  private var paidBy: [(payment: DebtPayment, entry: Entry?, source: Reference?)] = []
  private var followUps: [(followUp: FollowUp, reference: Reference?)] = []
  /// Of a hold: whether a capture took all, or released the rest, or a release did.
  private var isEnded = false
  /// Of a debt: what reversals cancelled.
  private var cancelled: Int64 = 0
  private let showsBothWays: Bool

  init(of entry: Entry, in ledger: Ledger, scale: UInt8, bothWays: Bool) throws(LedgerError) {
    self.entry = entry
    self.scale = scale
    showsBothWays = bothWays
    func reference(_ sequence: SequenceNumber) throws(LedgerError) -> Reference? {
      sequence == entry.sequence ? entry.reference : try ledger.reference(at: sequence)
    }
    let counters = try Self.counters(of: entry, in: ledger)
    for payment in entry.payments + counters.flatMap(\.payments) {
      paid.append((payment, try reference(payment.debt), try reference(payment.origin)))
    }
    for lot in try entry.lots + ledger.lots(mergedBy: entry.sequence) {
      lots.append((lot, try reference(lot.origin)))
    }
    if entry.kind == .merge {
      let units = Units(of: ledger)
      // In each unit the counter of the member that stays comes first.
      for counter in counters where counter.post.unit != moved.last?.counter.post.unit {
        moved.append((counter, units.text(counter.amount, counter.post.unit)))
      }
    }
    guard bothWays else { return }
    for payment in try ledger.payments(of: entry.sequence) {
      let payer = try ledger.entry(at: payment.entry)
      paidBy.append((payment, payer, try reference(payment.origin)))
    }
    for followUp in try ledger.followUps(of: entry.sequence) {
      let about = try ledger.entry(at: followUp.entry)
      followUps.append((followUp, about?.reference))
      if about?.post.partial != true { isEnded = true }
      cancelled += about?.cancelled.minorUnits ?? 0
    }
  }

  /// The other side of a transfer, and both of a merge: these entries follow directly.
  private static func counters(
    of entry: Entry, in ledger: Ledger
  ) throws(LedgerError) -> [Entry] {
    guard entry.kind == .transfer || entry.kind == .merge else { return [] }
    var counters: [Entry] = []
    var next = SequenceNumber(entry.sequence.value + 1)
    while let counter = try ledger.entry(at: next), counter.kind == .counter,
      counter.original == entry.sequence
    {
      counters.append(counter)
      next = SequenceNumber(next.value + 1)
    }
    return counters
  }

  // MARK: - For people

  func add(to listing: inout Listing) {
    for line in lines { listing.add(line.label, line.text) }
  }

  private var lines: [Line] {
    var lines: [Line] = []
    for (counter, points) in moved {
      let unit = counter.post.unit.map { " \($0)" } ?? ""
      lines.append(Line(label: "moved", text: "\(points)\(unit), by entry \(counter.sequence)"))
    }
    for (payment, debt, source) in paid {
      let debt = Self.name(payment.debt, debt)
      let source = Self.name(payment.origin, source)
      lines.append(
        Line(label: "paid", text: "\(text(payment.points)) of the debt of \(debt), from \(source)"))
    }
    for (lot, origin) in lots {
      let end = lot.expires.map { ", ends \($0)" } ?? ""
      let label = entry.kind == .reverse ? "gave back anew" : "brought"
      lines.append(
        Line(label: label, text: "\(text(lot.points)) of \(Self.name(lot.origin, origin))\(end)"))
    }
    for (label, points) in [
      ("expired unused", entry.covered), ("forgiven", entry.forgiven),
      ("left owing", entry.arrears), ("no longer owed", entry.cancelled),
    ] where points != .zero {
      lines.append(Line(label: label, text: text(points)))
    }
    for (payment, payer, source) in paidBy {
      let kind = payer.map { "\($0.kind.name) " } ?? ""
      let payer = Self.name(payment.entry, Self.reference(of: payer))
      let origin =
        payment.origin == payment.entry ? "" : ", from \(Self.name(payment.origin, source))"
      lines.append(
        Line(label: "paid back", text: "\(text(payment.points)) by \(kind)\(payer)\(origin)"))
    }
    if let stillOwed {
      lines.append(Line(label: "still owed", text: text(stillOwed)))
    }
    for (followUp, reference) in followUps {
      let name = Self.name(followUp.entry, reference)
      lines.append(
        Line(
          label: followUp.kind.pastTense,
          text: "\(text(followUp.points)) by \(name), \(followUp.effective)"))
    }
    if let held { lines.append(Line(label: "still held", text: text(held))) }
    return lines
  }

  private func text(_ points: Points) -> String { points.text(scale: scale) }

  /// The reference of an entry; of a counter, that of the entry to which it belongs.
  private static func reference(of entry: Entry?) -> Reference? {
    entry?.kind == .counter ? entry?.post.original : entry?.reference
  }

  private static func name(_ sequence: SequenceNumber, _ reference: Reference?) -> String {
    AllocationView.name(sequence, reference)
  }

  /// Of a debt, when both directions are asked for.
  private var stillOwed: Points? {
    guard showsBothWays, entry.arrears != .zero else { return nil }
    let paid = paidBy.reduce(0) { $0 + $1.payment.points.minorUnits }
    return Points(minorUnits: entry.arrears.minorUnits - paid - cancelled)
  }

  /// Of a hold, when both directions are asked for.
  private var held: Points? {
    guard showsBothWays, entry.kind == .hold else { return nil }
    let taken = followUps.reduce(0) { $0 + $1.followUp.points.minorUnits }
    return isEnded ? .zero : Points(minorUnits: entry.amount.minorUnits - taken)
  }

  // MARK: - For programs

  func append(to object: inout JSONObjectWriter, _ output: inout [UInt8]) {
    object.array("payments", paid, to: &output) { item, paid, output in
      item.integer("debt", paid.payment.debt.value, to: &output)
      item.optional("reference", paid.debt?.description, to: &output)
      item.integer("lot", paid.payment.origin.value, to: &output)
      item.optional("lotReference", paid.source?.description, to: &output)
      item.string("points", text(paid.payment.points), to: &output)
    }
    object.array("newLots", lots, to: &output) { item, made, output in
      item.integer("lot", made.lot.origin.value, to: &output)
      item.optional("reference", made.origin?.description, to: &output)
      item.string("points", text(made.lot.points), to: &output)
      item.string("activates", made.lot.activates.description, to: &output)
      item.optional("expires", made.lot.expires?.description, to: &output)
    }
    if entry.kind == .merge {
      object.array("moved", moved, to: &output) { item, moved, output in
        item.integer("entry", moved.counter.sequence.value, to: &output)
        item.optional("unit", moved.counter.post.unit?.description, to: &output)
        item.string("points", moved.points, to: &output)
      }
    }
    object.string("expiredUnused", text(entry.covered), to: &output)
    object.string("forgiven", text(entry.forgiven), to: &output)
    object.string("leftOwing", text(entry.arrears), to: &output)
    object.string("cancelled", text(entry.cancelled), to: &output)
    guard showsBothWays else { return }
    object.array("paidBy", paidBy, to: &output) { item, paid, output in
      item.integer("entry", paid.payment.entry.value, to: &output)
      item.optional("reference", Self.reference(of: paid.entry)?.description, to: &output)
      item.optional("kind", paid.entry?.kind.name, to: &output)
      item.integer("lot", paid.payment.origin.value, to: &output)
      item.optional("lotReference", paid.source?.description, to: &output)
      item.string("points", text(paid.payment.points), to: &output)
    }
    if let stillOwed { object.string("stillOwed", text(stillOwed), to: &output) }
    object.array("followedBy", followUps, to: &output) { item, next, output in
      item.integer("entry", next.followUp.entry.value, to: &output)
      item.optional("reference", next.reference?.description, to: &output)
      item.string("kind", next.followUp.kind.name, to: &output)
      item.string("effective", next.followUp.effective.description, to: &output)
      item.string("points", text(next.followUp.points), to: &output)
    }
    if let held { object.string("left", text(held), to: &output) }
  }
}

extension EntryKind {
  /// What an entry of this kind did to the one that it is about.
  fileprivate var pastTense: String {
    switch self {
    case .capture: "captured"
    case .release: "released"
    case .reverse: "reversed"
    case .extend: "extended"
    default: name
    }
  }
}

extension JSONObjectWriter {
  /// Appends an array of objects.
  mutating func array<Item>(
    _ name: String, _ items: [Item], to output: inout [UInt8],
    _ fill: (inout JSONObjectWriter, Item, inout [UInt8]) -> Void
  ) {
    key(name, to: &output)
    output.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      var object = JSONObjectWriter(&output)
      fill(&object, item, &output)
      object.end(&output)
    }
    output.append(UInt8(ascii: "]"))
  }
}
