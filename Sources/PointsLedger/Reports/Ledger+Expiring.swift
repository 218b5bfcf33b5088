extension Ledger {
  /// When points expire if nothing else happens. The rows add up to what all members have
  /// available, pending and held.
  ///
  /// - Parameters:
  ///   - cut: The cut from which it is seen; nil for now.
  ///   - end: Points that end after this are one row, `later`; nil shows all.
  ///   - length: The length of the calendar periods.
  ///   - unit: Nil for all units.
  /// - Returns: Sorted by unit and time.
  /// - Throws: `unknownUnit`, `compacted`.
  public func expiring(
    at cut: ReportCut? = nil, until end: Instant? = nil, by length: CalendarPeriod.Length = .month,
    unit: UnitCode? = nil
  ) throws(LedgerError) -> [ExpiringRow] {
    let wanted = try unit.map(reportUnit)
    var calendar = ExpiringCalendar(end: end?.milliseconds ?? Int64.max, length: length)
    let snapshot = try ReportSnapshot(self, at: try self.cut(cut), withMonths: false)
    for account in snapshot.accounts where wanted ?? account.unit == account.unit {
      try calendar.add(account)
    }
    return calendar.rows(units.map(\.code))
  }
}

/// Sums up the points that end in each period.
private struct ExpiringCalendar {
  private struct Key: Hashable {
    var unit: UInt8
    var when: ExpiringRow.When
  }

  let end: Int64
  let length: CalendarPeriod.Length
  private var sums: [Key: Points] = [:]

  init(end: Int64, length: CalendarPeriod.Length) {
    self.end = end
    self.length = length
  }

  mutating func add(_ account: Account) throws(LedgerError) {
    guard account.holds.isEmpty else { return try addByTheClock(account) }
    // Nothing is freed later, so every lot ends on its own.
    for position in 0..<account.lots.count {
      let lot = account.lots[position]
      try add(lot.remaining, account.unit, at: account.death(of: lot))
    }
  }

  /// Lets the clock run to the end of time.
  private mutating func addByTheClock(_ account: Account) throws(LedgerError) {
    var paid = Points.zero
    let rest = try account.bookings(upTo: Instant.latest.milliseconds) {
      (record) throws(LedgerError) in
      if record.kind == .expire { try add(record.amount, account.unit, at: record.effective) }
      for payment in record.payments { try paid.add(payment.points) }
    }
    try add(paid.minorUnits, account.unit, .paysArrears)
    try add(rest.lots.total, account.unit, .never)
  }

  private mutating func add(_ points: Int64, _ unit: UInt8, at death: Int64) throws(LedgerError) {
    if death == Lot.never { return try add(points, unit, .never) }
    if death > end { return try add(points, unit, .later) }
    try add(points, unit, .period(CalendarPeriod(length, containing: death &- 1)))
  }

  private mutating func add(
    _ points: Int64, _ unit: UInt8, _ when: ExpiringRow.When
  ) throws(LedgerError) {
    guard points != 0 else { return }
    try sums[Key(unit: unit, when: when), default: .zero].add(points)
  }

  func rows(_ codes: [UnitCode]) -> [ExpiringRow] {
    sums.sorted { one, other in
      if one.key.unit != other.key.unit { return one.key.unit < other.key.unit }
      return Self.order(one.key.when) < Self.order(other.key.when)
    }.map { key, points in
      ExpiringRow(unit: codes[Int(key.unit)], when: key.when, points: points)
    }
  }

  private static func order(_ when: ExpiringRow.When) -> Int {
    switch when {
    case .period(let period): period.number
    case .later: Int.max - 2
    case .never: Int.max - 1
    case .paysArrears: Int.max
    }
  }
}
