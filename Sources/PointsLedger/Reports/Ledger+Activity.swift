internal import LedgerStorage

extension Ledger {
  /// The longest activity window, in days.
  public static let maximumActivityDays = UnitTerms.maximumDays
  /// The default activity window, in days.
  public static let defaultActivityDays: UInt32 = 365

  /// Members without activity in the last `days` before a cut, but with activity before. The policy
  /// of the unit lists the kinds that count as activity.
  ///
  /// - Parameters:
  ///   - cut: Nil for now.
  ///   - days: The activity window, in days of 24 hours, 1 to `maximumActivityDays`.
  ///   - unit: Nil for activity in any unit, and for points in the ledger's first.
  /// - Returns: Sorted by identifier.
  /// - Throws: `unknownUnit`, `outOfRange`, `compacted`.
  public func lapsed(
    at cut: ReportCut? = nil, days: UInt32 = defaultActivityDays, unit: UnitCode? = nil
  ) throws(LedgerError) -> [LapsedMember] {
    try check(days: days)
    let cut = try self.cut(cut)
    let members = try survey(from: nil, to: cut, unit: unit)
    let pointsUnit = try unit.map(reportUnit) ?? 0
    let accounts = try ReportSnapshot(self, at: cut).accounts.filter { $0.unit == pointsUnit }
    // Members that came meanwhile have names, too.
    let names = try shownNames(at: cut)
    var outstanding = Array(repeating: Points.zero, count: names.count)
    for account in accounts {
      outstanding[Int(account.member)] = Points(minorUnits: account.lots.total)
    }
    var lapsed: [LapsedMember] = []
    for (number, member) in members.enumerated()
    where member.last > Int64.min && !ActivitySurvey.isActive(member.last, at: cut, days: days) {
      lapsed.append(
        LapsedMember(
          member: names[number], lastActivity: Instant(clamping: member.last),
          outstanding: outstanding[number]))
    }
    return lapsed.sorted { $0.member < $1.member }
  }

  /// The number of members active at `from`, and of those still active at `to`.
  ///
  /// Members that were merged by `to` count as one at both ends.
  ///
  /// - Parameters:
  ///   - from: A cut: entries effective at this instant come after it.
  ///   - to: Another cut of this kind.
  ///   - days: The same as for `lapsed`.
  ///   - unit: Nil for activity in any unit.
  /// - Throws: `unknownUnit`; `outOfRange` also if `from` is not before `to`; `compacted`.
  public func retention(
    from: Instant, to: Instant, days: UInt32 = defaultActivityDays, unit: UnitCode? = nil
  ) throws(LedgerError) -> Retention {
    try check(days: days)
    let start = try self.start(from) ?? .before(from)
    let end = ReportCut.before(to)
    try check(from: start, to: end)
    var atStart: UInt64 = 0
    var atEnd: UInt64 = 0
    var new: UInt64 = 0
    for member in try survey(from: start, to: end, unit: unit) {
      if member.lastBeforeStart > Int64.min,
        ActivitySurvey.isActive(member.lastBeforeStart, at: start, days: days)
      {
        atStart += 1
      }
      if member.last > Int64.min, ActivitySurvey.isActive(member.last, at: end, days: days) {
        atEnd += 1
        if member.first >= from.milliseconds { new += 1 }
      }
    }
    return Retention(
      from: from, to: to, days: days, activeAtStart: atStart, activeAtEnd: atEnd, new: new)
  }

  /// The number of members that earned in a span, and of those that did so more than once.
  ///
  /// - Parameters:
  ///   - from: Nil for the beginning, as for `rollforward`; the answer has what it is then.
  ///   - to: A cut; nil includes everything effective by now.
  ///   - unit: Nil for any unit.
  /// - Throws: `unknownUnit`; `outOfRange` if `from` is not before `to`; `compacted`.
  public func repeatShare(
    from: Instant? = nil, to: Instant? = nil, unit: UnitCode? = nil
  ) throws(LedgerError) -> RepeatShare {
    let start = try self.start(from)
    let end = try cut(to.map { .before($0) })
    try check(from: start, to: end)
    var earning: UInt64 = 0
    var repeating: UInt64 = 0
    var earns: UInt64 = 0
    for member in try survey(from: start, to: end, unit: unit) where member.earns > 0 {
      earning += 1
      earns += member.earns
      if member.earns > 1 { repeating += 1 }
    }
    return RepeatShare(
      from: start?.instant, earning: earning, repeating: repeating, earns: earns)
  }

  /// The average basis of the earns in a span. Parameters are those of `repeatShare`.
  ///
  /// - Returns: Sorted by unit and basis unit; earns without a basis unit come first.
  /// - Throws: The errors of `repeatShare`; also `outOfRange` if a sum is beyond 127 bits.
  public func averageBasis(
    from: Instant? = nil, to: Instant? = nil, unit: UnitCode? = nil
  ) throws(LedgerError) -> [BasisRow] {
    struct Key: Hashable {
      var unit: UInt8
      var basisUnit: String?
    }
    struct Sum {
      var earns: UInt64 = 0
      var points = Points.zero
      var basis = ExactDecimal.zero
    }
    let start = try self.start(from)
    let end = try cut(to.map { .before($0) })
    try check(from: start, to: end)
    let wanted = try unit.map(reportUnit)
    var sums: [Key: Sum] = [:]
    try ReportScan(self, before: end).read { (record, place) throws(LedgerError) in
      guard record.kind == .earn, let unit = record.unit, wanted ?? unit == unit,
        place >= start?.place ?? Int64.min, let text = record.texts.basis,
        let basis = ExactDecimal(text)
      else { return }
      var sum = sums[Key(unit: unit, basisUnit: record.texts.basisUnit)] ?? Sum()
      sum.earns += 1
      try sum.points.add(record.amount)
      sum.basis = try sum.basis.plus(basis)
      sums[Key(unit: unit, basisUnit: record.texts.basisUnit)] = sum
    }
    let codes = units.map(\.code)
    var rows: [BasisRow] = []
    for (key, sum) in sums.sorted(by: {
      ($0.key.unit, $0.key.basisUnit ?? "") < ($1.key.unit, $1.key.basisUnit ?? "")
    }) {
      rows.append(
        BasisRow(
          from: start?.instant, unit: codes[Int(key.unit)], basisUnit: key.basisUnit,
          earns: sum.earns, points: sum.points, basis: sum.basis,
          average: try sum.basis.divided(by: sum.earns)))
    }
    return rows
  }

  private func survey(
    from: ReportCut?, to: ReportCut, unit: UnitCode?
  ) throws(LedgerError) -> [ActivitySurvey.Member] {
    let scan = try ReportScan(self, before: to)
    var survey = try ActivitySurvey(
      after: scan.base, start: from, unit: try unit.map(reportUnit))
    try scan.read { (record, place) throws(LedgerError) in
      survey.add(record, at: place)
    }
    return try survey.survivors(self, at: to)
  }

  private func check(days: UInt32) throws(LedgerError) {
    guard days >= 1, days <= Self.maximumActivityDays else {
      throw LedgerError(
        .outOfRange, "\(days) days: choose 1 to \(Self.maximumActivityDays)")
    }
  }
}
