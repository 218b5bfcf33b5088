extension Ledger {
  /// When points expire if nothing else happens. The rows add up to what all members have
  /// available, pending and held.
  ///
  /// - Parameters:
  ///   - cut: The cut from which it is seen; nil for now.
  ///   - end: Points that end after this are one row, `later`; nil shows all.
  ///   - days: So are those that end more than so many days of 24 hours after the cut.
  ///   - length: The length of the periods.
  ///   - unit: Nil for all units.
  ///   - calendar: Whose periods they are.
  /// - Returns: Sorted by unit and time.
  /// - Throws: `unknownUnit`, `compacted`.
  public func expiring(
    at cut: ReportCut? = nil, until end: Instant? = nil, within days: UInt32? = nil,
    by length: CalendarPeriod.Length = .month, unit: UnitCode? = nil,
    in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) -> [ExpiringRow] {
    let wanted = try unit.map(reportUnit)
    let cut = try self.cut(cut)
    var periods = ExpiringPeriods(
      end: cut.end(end, within: days), finder: PeriodFinder(length, in: calendar))
    let snapshot = try ReportSnapshot(self, at: cut)
    for account in snapshot.accounts where wanted ?? account.unit == account.unit {
      try account.forEachEnding { (points, ending) throws(LedgerError) in
        try periods.add(points, account.unit, ending)
      }
    }
    return periods.rows(units.map(\.code))
  }

  /// The points of each member that expire soon if nothing else happens: a list of members to
  /// remind.
  ///
  /// - Parameters:
  ///   - cut: The cut from which it is seen; nil for now.
  ///   - end: What ends after this is left out; nil shows all.
  ///   - days: So is what ends more than so many days of 24 hours after the cut.
  ///   - unit: Nil for all units.
  ///   - calendar: Whose days they are.
  /// - Returns: Sorted by member, unit and time.
  /// - Throws: `unknownUnit`, `compacted`.
  public func expiringByMember(
    at cut: ReportCut? = nil, until end: Instant? = nil, within days: UInt32? = nil,
    unit: UnitCode? = nil, in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) -> [MemberExpiry] {
    let wanted = try unit.map(reportUnit)
    let cut = try self.cut(cut)
    let last = cut.end(end, within: days)
    let snapshot = try ReportSnapshot(self, at: cut)
    let codes = units.map(\.code)
    let names = try shownNames(at: cut)
    var finder = PeriodFinder(.day, in: calendar)
    var rows: [(unit: UInt8, row: MemberExpiry)] = []
    for account in snapshot.accounts where wanted ?? account.unit == account.unit {
      var sums: [Int64: Points] = [:]
      try account.forEachEnding { (points, ending) throws(LedgerError) in
        guard case .at(let death) = ending, death <= last, points > 0 else { return }
        try sums[death, default: .zero].add(points)
      }
      for (death, points) in sums {
        let row = MemberExpiry(
          member: names[Int(account.member)], unit: codes[Int(account.unit)],
          expires: Instant(clamping: death), lastDay: finder.period(containing: death &- 1),
          points: points)
        rows.append((account.unit, row))
      }
    }
    return rows.sorted {
      ($0.row.member, $0.unit, $0.row.expires) < ($1.row.member, $1.unit, $1.row.expires)
    }.map(\.row)
  }

  /// The identifier of each member, by number, as of a cut.
  func shownNames(at cut: ReportCut) throws(LedgerError) -> [MemberIdentifier] {
    try door.survey { (state) throws(LedgerError) in
      state.shownIdentifiers(effective: cut.lastEffective, sequence: UInt64.max)
    }.map { MemberIdentifier($0) }
  }
}

extension ReportCut {
  /// The last instant that is looked at, in milliseconds.
  fileprivate func end(_ end: Instant?, within days: UInt32?) -> Int64 {
    let last = end?.milliseconds ?? Int64.max
    return days.map { min(last, clock + Int64($0) * Instant.millisecondsPerDay) } ?? last
  }
}

/// Sums up the points that end in each period.
private struct ExpiringPeriods {
  private struct Key: Hashable {
    var unit: UInt8
    var when: ExpiringRow.When
  }

  let end: Int64
  var finder: PeriodFinder
  private var sums: [Key: Points] = [:]

  init(end: Int64, finder: PeriodFinder) {
    self.end = end
    self.finder = finder
  }

  mutating func add(
    _ points: Int64, _ unit: UInt8, _ ending: Account.Ending
  ) throws(LedgerError) {
    guard points != 0 else { return }
    let when: ExpiringRow.When
    switch ending {
    case .at(let death):
      when = death > end ? .later : .period(finder.period(containing: death &- 1))
    case .never: when = .never
    case .paysArrears: when = .paysArrears
    }
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
