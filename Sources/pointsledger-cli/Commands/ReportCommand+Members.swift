import PointsLedger

extension ReportCommand {
  func lapsed(_ ledger: Ledger) throws {
    let rows = try ledger.lapsed(
      at: cut, days: days ?? Ledger.defaultActivityDays, unit: unit)
    let units = Units(of: ledger)
    // The points are those of one unit, the activity may be in any.
    let unit = try units.chosen(unit)
    var output = Output()
    var writer = ReportWriter(
      mode, [.text("member"), .text("lastActivity"), .text("unit"), .amount("points")])
    try writer.begin(&output)
    for row in rows {
      try writer.add(
        [
          .text(row.member.description), shown(row.lastActivity), .text(unit.description),
          .text(units.text(row.outstanding, unit)),
        ], to: &output)
    }
    try writer.end(&output, notes: [zoneNote])
  }

  func retention(_ ledger: Ledger) throws {
    guard let from, let to else { return }
    let retention = try ledger.retention(
      from: from, to: to, days: days ?? Ledger.defaultActivityDays, unit: unit)
    let rate: ExactRatio
    do throws(Retention.NobodyAtStart) {
      rate = try retention.rate
    } catch {
      throw CommandFailure(.refused, error.description)
    }
    var output = Output()
    var writer = ReportWriter(
      mode,
      [
        .text("from"), .text("to"), .amount("days"), .amount("activeAtStart"),
        .amount("activeAtEnd"), .amount("new"), .amount("retention"),
      ])
    try writer.begin(&output)
    try writer.add(
      [
        shown(from), shown(to), .number(UInt64(retention.days)),
        .number(retention.activeAtStart), .number(retention.activeAtEnd), .number(retention.new),
        .text(rate.text(decimals: 4)),
      ], to: &output)
    try writer.end(&output, notes: [zoneNote])
  }

  func repeatShare(_ ledger: Ledger) throws {
    let share = try ledger.repeatShare(from: from, to: to, unit: unit)
    var output = Output()
    var writer = ReportWriter(
      mode,
      [ReportWriter.Column(key: "from", place: .everywhere)]
        + ["earningMembers", "repeatingMembers", "repeatShare", "earns", "earnsPerMember"]
        .map { .amount($0) })
    try writer.begin(&output)
    try writer.add(
      [
        shown(share.from), .number(share.earning), .number(share.repeating),
        .text(share.rate.text(decimals: 4)),
        .number(share.earns), .text(share.frequency.text(decimals: 4)),
      ], to: &output)
    try writer.end(&output, notes: [zoneNote])
  }

  func basis(_ ledger: Ledger) throws {
    let rows = try ledger.averageBasis(from: from, to: to, unit: unit)
    let units = Units(of: ledger)
    var output = Output()
    var writer = ReportWriter(
      mode,
      [
        ReportWriter.Column(key: "from", place: .everywhere), .text("unit"), .text("basisUnit"),
        .amount("earns"), .amount("points"), .amount("basis"),
        .amount("average"),
      ])
    try writer.begin(&output)
    for row in rows {
      try writer.add(
        [
          shown(row.from), .text(row.unit.description), .init(row.basisUnit),
          .number(row.earns),
          .text(units.text(row.points, row.unit)), .text(row.basis.description),
          .text(row.average.text(decimals: 4)),
        ], to: &output)
    }
    try writer.end(&output, notes: [zoneNote])
  }
}
