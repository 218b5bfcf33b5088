/// Sums up flows, span by span.
struct Rollforward {
  /// The most rows of one report.
  static let maximumRows = 1_000_000

  /// What flows are told apart by, besides span and unit.
  enum Label: Hashable {
    /// They are not, or the entry has no such text.
    case none
    case text(String)
    case member(UInt32)
  }

  /// What the roll-forward is of.
  struct Part: Hashable {
    var unit: UInt8
    /// A member, or `none`: openings have no other label.
    var label: Label
  }

  private struct Key: Hashable {
    /// 0 for a single span.
    var period: Int
    var part: Part
  }

  let from: ReportCut?
  let to: ReportCut
  let split: RollforwardRow.Split?
  /// Nil for all units.
  let unit: UInt8?

  /// Nil for a single span.
  private var finder: PeriodFinder?
  private var openings: [Part: Points]
  private var flows: [Key: RollforwardFlows] = [:]
  /// The entry that a counter belongs to; the counter has no texts of its own.
  private var cause: (sequence: UInt64, label: Label)?

  /// - Parameters:
  ///   - openings: What each unit, or each member, had before the entries that are added.
  ///   - finder: Finds the spans; nil for a single one.
  init(
    from: ReportCut?, to: ReportCut, by finder: PeriodFinder?, split: RollforwardRow.Split?,
    unit: UInt8?, openings: [Part: Points]
  ) {
    self.from = from
    self.to = to
    self.finder = finder
    self.split = split
    self.unit = unit
    self.openings = openings
  }

  mutating func add(_ record: Record, at place: Int64) throws(LedgerError) {
    let label = label(of: record)
    guard let number = record.unit, record.kind != .refusal, unit ?? number == number,
      record.change != 0 || !record.newLots.isEmpty
    else { return }
    if let from, place < from.place {
      let part = Part(unit: number, label: split == .member ? label : .none)
      return try openings[part, default: .zero].add(record.change)
    }
    let period = finder?.number(containing: ReportCut.instant(of: place)) ?? 0
    let key = Key(period: period, part: Part(unit: number, label: label))
    try flows[key, default: RollforwardFlows()].add(record)
  }

  private mutating func label(of record: Record) -> Label {
    guard let split else { return .none }
    if split == .member { return record.member.map { .member($0) } ?? .none }
    if record.kind == .counter, let cause, cause.sequence == record.original { return cause.label }
    let text = split == .location ? record.texts.location : record.texts.campaign
    let label = text.map { Label.text($0) } ?? .none
    cause = (record.sequence, label)
    return label
  }

  /// - Parameters:
  ///   - codes: The units in order of their numbers.
  ///   - names: The identifiers of the members, by number, if the report is split by them.
  mutating func rows(
    _ codes: [UnitCode], names: [MemberIdentifier]
  ) throws(LedgerError) -> [RollforwardRow] {
    var rows: [RollforwardRow] = []
    for (number, code) in codes.enumerated() where unit.map({ Int($0) == number }) ?? true {
      let unit = UInt8(number)
      if split != nil {
        try addSplitRows(unit, code, names, to: &rows)
      } else if finder != nil {
        try addPeriodRows(unit, code, to: &rows)
      } else {
        let part = Part(unit: unit, label: .none)
        let flows = flows[Key(period: 0, part: part)] ?? RollforwardFlows()
        rows.append(try row(nil, code, openings[part] ?? .zero, flows))
      }
    }
    return rows
  }

  /// In order of time, without a gap: from the start of the report, or else from the first flow on.
  private mutating func addPeriodRows(
    _ unit: UInt8, _ code: UnitCode, to rows: inout [RollforwardRow]
  ) throws(LedgerError) {
    guard var finder else { return }
    let part = Part(unit: unit, label: .none)
    let known = flows.keys.filter { $0.part == part }.map(\.period)
    guard let first = from.map({ finder.number(containing: $0.clock) }) ?? known.min() else {
      return
    }
    let last = max(first, finder.number(containing: to.lastEffective))
    try Self.check(rows.count + (last - first + 1))
    var opening = openings[part] ?? .zero
    for number in first...last {
      let period = CalendarPeriod(finder.length, number: number)
      let flows = flows[Key(period: number, part: part)]
      // A zone that crosses the date line skips a whole day.
      let (from, to) = limits(of: period)
      if flows == nil, from == to { continue }
      let row = try row(period, code, opening, flows ?? RollforwardFlows())
      opening = row.closing ?? .zero
      rows.append(row)
    }
  }

  private static func check(_ count: Int) throws(LedgerError) {
    guard count > Self.maximumRows else { return }
    throw LedgerError(
      .outOfRange,
      "the report has over \(Self.maximumRows) rows; choose longer spans or a shorter time")
  }

  private func row(
    _ period: CalendarPeriod?, _ code: UnitCode, label: String? = nil, _ opening: Points,
    _ flows: RollforwardFlows
  ) throws(LedgerError) -> RollforwardRow {
    let (from, to) = limits(of: period)
    return RollforwardRow(
      period: period, from: from, to: to, unit: code, label: label, opening: opening, flows: flows,
      closing: try opening.plus(try flows.net.minorUnits))
  }

  private func limits(of period: CalendarPeriod?) -> (from: Instant?, to: Instant) {
    guard let period, let calendar = finder?.calendar else { return (from?.instant, to.instant) }
    return (
      max(calendar.start(of: period), from?.instant ?? .earliest),
      min(calendar.end(of: period), to.instant)
    )
  }

  /// In order of time and label; empty rows are left out, and rows without a label come last.
  private mutating func addSplitRows(
    _ unit: UInt8, _ code: UnitCode, _ names: [MemberIdentifier], to rows: inout [RollforwardRow]
  ) throws(LedgerError) {
    if finder == nil {
      // Members whose points do not move have a row, too.
      for (part, points) in openings where part.unit == unit && points != .zero {
        let key = Key(period: 0, part: part)
        flows[key] = flows[key] ?? RollforwardFlows()
      }
    }
    func text(_ label: Label) -> String? {
      switch label {
      case .none: nil
      case .text(let text): text
      case .member(let number): names.indices.contains(Int(number)) ? "\(names[Int(number)])" : nil
      }
    }
    let keys = flows.keys.filter { $0.part.unit == unit }.map { ($0, text($0.part.label)) }
      .sorted { one, other in
        if one.0.period != other.0.period { return one.0.period < other.0.period }
        // Rows without a label come last.
        guard let label = one.1 else { return false }
        guard let second = other.1 else { return true }
        return label < second
      }
    try Self.check(rows.count + keys.count)
    for (key, label) in keys {
      let period = finder.map { CalendarPeriod($0.length, number: key.period) }
      let flows = flows[key] ?? RollforwardFlows()
      if split == .member {
        let row = try row(period, code, label: label, openings[key.part] ?? .zero, flows)
        openings[key.part] = row.closing
        rows.append(row)
      } else {
        let (from, to) = limits(of: period)
        rows.append(
          RollforwardRow(
            period: period, from: from, to: to, unit: code, label: label, opening: nil,
            flows: flows, closing: nil))
      }
    }
  }
}
