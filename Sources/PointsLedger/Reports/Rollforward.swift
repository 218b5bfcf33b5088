/// Sums up flows, span by span.
struct Rollforward {
  /// The most rows of one report.
  static let maximumRows = 1_000_000

  private struct Key: Hashable {
    var period: CalendarPeriod?
    var unit: UInt8
    var label: String?
  }

  let from: ReportCut?
  let to: ReportCut
  let length: CalendarPeriod.Length?
  let split: RollforwardRow.Split?
  /// Nil for all units.
  let unit: UInt8?

  private var openings: [UInt8: Points]
  private var flows: [Key: RollforwardFlows] = [:]
  /// The entry that a counter belongs to; the counter has no texts of its own.
  private var cause: (sequence: UInt64, label: String?)?

  /// - Parameter openings: What each unit had before the entries that are added.
  init(
    from: ReportCut?, to: ReportCut, by length: CalendarPeriod.Length?,
    split: RollforwardRow.Split?, unit: UInt8?, openings: [UInt8: Points]
  ) {
    self.from = from
    self.to = to
    self.length = length
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
      return try openings[number, default: .zero].add(record.change)
    }
    let period = length.map { CalendarPeriod($0, containing: ReportCut.instant(of: place)) }
    try flows[Key(period: period, unit: number, label: label), default: RollforwardFlows()]
      .add(record)
  }

  private mutating func label(of record: Record) -> String? {
    guard let split else { return nil }
    if record.kind == .counter, let cause, cause.sequence == record.original { return cause.label }
    let label =
      switch split {
      case .location: record.texts.location
      case .campaign: record.texts.campaign
      }
    cause = (record.sequence, label)
    return label
  }

  /// - Parameter codes: The units in order of their numbers.
  func rows(_ codes: [UnitCode]) throws(LedgerError) -> [RollforwardRow] {
    var rows: [RollforwardRow] = []
    for (number, code) in codes.enumerated() where unit.map({ Int($0) == number }) ?? true {
      if split != nil {
        rows += splitRows(UInt8(number), code)
      } else if length != nil {
        try addPeriodRows(UInt8(number), code, to: &rows)
      } else {
        let flows = flows[Key(unit: UInt8(number))] ?? RollforwardFlows()
        rows.append(try row(nil, code, openings[UInt8(number)] ?? .zero, flows))
      }
    }
    return rows
  }

  /// In order of time; empty rows are left out.
  private func addPeriodRows(
    _ number: UInt8, _ code: UnitCode, to rows: inout [RollforwardRow]
  ) throws(LedgerError) {
    guard let length else { return }
    let known = flows.keys.filter { $0.unit == number }.compactMap(\.period)
    var opening = openings[number] ?? .zero
    let start =
      opening == .zero ? known.min() : from.map { CalendarPeriod(length, containing: $0.clock) }
    guard var period = start ?? known.min() else { return }
    let lastFlow = known.max()
    let end = CalendarPeriod(length, containing: to.lastEffective)
    while period <= end {
      let flows = flows[Key(period: period, unit: number)] ?? RollforwardFlows()
      if opening == .zero, flows.isZero {
        // With nothing outstanding and no further flow, no more rows follow.
        guard let lastFlow, period < lastFlow else { return }
      } else {
        guard rows.count < Self.maximumRows else {
          throw LedgerError(
            .outOfRange,
            "the report has over \(Self.maximumRows) rows; choose longer spans or a shorter time")
        }
        let row = try row(period, code, opening, flows)
        opening = row.closing ?? .zero
        rows.append(row)
      }
      period = period.next
    }
  }

  private func row(
    _ period: CalendarPeriod?, _ code: UnitCode, _ opening: Points, _ flows: RollforwardFlows
  ) throws(LedgerError) -> RollforwardRow {
    let (from, to) = limits(of: period)
    return RollforwardRow(
      period: period, from: from, to: to, unit: code, label: nil, opening: opening, flows: flows,
      closing: try opening.plus(try flows.net.minorUnits))
  }

  private func limits(of period: CalendarPeriod?) -> (Instant?, Instant) {
    guard let period else { return (from?.instant, to.instant) }
    return (max(period.start, from?.instant ?? .earliest), min(period.end, to.instant))
  }

  private func splitRows(_ number: UInt8, _ code: UnitCode) -> [RollforwardRow] {
    let keys = flows.keys.filter { $0.unit == number }.sorted { one, other in
      if let first = one.period, let second = other.period, first != second {
        return first < second
      }
      // Rows without a label come last.
      guard let label = one.label else { return false }
      guard let second = other.label else { return true }
      return label < second
    }
    return keys.map { key in
      let (from, to) = limits(of: key.period)
      return RollforwardRow(
        period: key.period, from: from, to: to, unit: code, label: key.label, opening: nil,
        flows: flows[key] ?? RollforwardFlows(), closing: nil)
    }
  }
}
