import LedgerStorage
import LedgerTestSupport
import Testing

@testable import PointsLedger

/// Reports on random ledgers of all kinds: they close, they agree with each other and with the
/// balances, and the times of sweeps make no difference.
@Suite struct ReportsRandomTests {
  @Test(arguments: [11, 22, 33])
  func reportsCloseAndAgree(seed: UInt64) throws {
    for seed in seed..<seed + 2 {
      var random = SeededGenerator(seed: seed)
      let run = try RandomLedger(seed: seed, commands: 300)
      for _ in 0..<6 {
        let cut = run.instant(&random)
        try checkCut(run, .before(cut), seed)
        try checkCut(run, .asOf(cut), seed)
        let other = run.instant(&random)
        if cut != other { try checkSpan(run.ledger, min(cut, other), max(cut, other), seed) }
      }
      try checkNow(run, seed)
      try checkSweep(run, seed)
      try run.ledger.close()
    }
  }

  /// Compares the rebuilt accounts with the sums of movements, and with each other.
  private func checkCut(_ run: RandomLedger, _ cut: ReportCut, _ seed: UInt64) throws {
    let ledger = run.ledger
    let outstanding = try ledger.liability(at: cut)
    let (length, calendar) = try Self.calendar(seed)
    let ageing = try ledger.ageing(at: cut, by: length, in: calendar)
    let expiring = try ledger.expiring(at: cut, by: .day, in: calendar)
    let cohorts = try ledger.cohorts(at: cut, by: length, in: calendar)
    for unit in outstanding {
      let place = "seed \(seed), \(unit.unit) at \(cut)"
      func sum(_ points: [Points]) -> Int64 { points.reduce(0) { $0 + $1.minorUnits } }
      let total = unit.outstanding.minorUnits
      #expect(sum(ageing.filter { $0.unit == unit.unit }.map(\.points)) == total, "\(place)")
      #expect(sum(expiring.filter { $0.unit == unit.unit }.map(\.points)) == total, "\(place)")
      let rows = cohorts.filter { $0.unit == unit.unit }
      for row in rows {
        let aged = ageing.filter { $0.unit == unit.unit && $0.issuePeriod == row.issuePeriod }
        #expect(try row.sums.outstanding.minorUnits == sum(aged.map(\.points)), "\(place) \(row)")
        #expect(sum(row.redeemedByAge) == row.sums.redeemed.minorUnits, "\(place)")
        #expect(sum(row.restoredByAge) == row.sums.restored.minorUnits, "\(place)")
      }
      #expect(sum(try rows.map { try $0.sums.outstanding }) == total, "\(place)")
      #expect(sum(rows.map(\.sums.arrears)) == unit.arrears.minorUnits, "\(place)")
      #expect(sum(rows.map(\.sums.reissued)) == 0, "\(place)")
    }
    if cut == .asOf(cut.instant) {
      var sums: [UnitCode: Int64] = [:]
      for account in try ledger.balances(asOf: cut.instant) {
        let balance = account.balance
        sums[account.unit, default: 0] +=
          balance.available.minorUnits + balance.pending.minorUnits + balance.held.minorUnits
      }
      #expect(sums.filter { $0.value != 0 } == sumByUnit(outstanding), "seed \(seed)")
    } else {
      for row in try ledger.rollforward(to: cut.instant) {
        let unit = outstanding.first { $0.unit == row.unit }
        #expect(
          row.closing?.minorUnits
            == unit.map { $0.outstanding.minorUnits - $0.arrears.minorUnits },
          "seed \(seed), \(row)")
        checkShared(cohorts.filter { $0.unit == row.unit }.map(\.sums), row.flows, "seed \(seed)")
      }
    }
  }

  /// Sums that share a name are the same sum.
  private func checkShared(_ cohorts: [CohortSums], _ flows: RollforwardFlows, _ place: String) {
    let shared: [(String, KeyPath<CohortSums, Points>, KeyPath<RollforwardFlows, Points>)] = [
      ("issued", \.issued, \.issued), ("restored", \.restored, \.restored),
      ("adjusted", \.adjusted, \.adjusted), ("redeemed", \.redeemed, \.redeemed),
      ("expired", \.expired, \.expired), ("clawedBack", \.clawedBack, \.clawedBack),
    ]
    for (name, one, other) in shared {
      let sum = cohorts.reduce(0) { $0 + $1[keyPath: one].minorUnits }
      #expect(sum == flows[keyPath: other].minorUnits, "\(place): \(name)")
    }
  }

  private func sumByUnit(_ rows: [LiabilityRow]) -> [UnitCode: Int64] {
    var sums: [UnitCode: Int64] = [:]
    for row in rows where row.outstanding != .zero {
      sums[row.unit] = row.outstanding.minorUnits
    }
    return sums
  }

  /// Periods, and UTC or a zone whose clocks are changed every third day.
  private static func calendar(
    _ seed: UInt64
  ) throws -> (CalendarPeriod.Length, ZonedCalendar) {
    struct Restless: LedgerCalendar {
      func secondsAheadOfUTC(in zone: String, at instant: Instant) -> Int? {
        instant.milliseconds / 86_400_000 % 6 < 3 ? 20_700 : 17_100
      }
    }
    let lengths: [CalendarPeriod.Length] = [.month, .quarter, .year]
    let zoned = try #require(ZonedCalendar(zone: "Restless", of: Restless()))
    return (lengths[Int(seed % 3)], seed % 2 == 0 ? .utc : zoned)
  }

  private func checkSpan(_ ledger: Ledger, _ from: Instant, _ to: Instant, _ seed: UInt64) throws {
    let before = try ledger.rollforward(to: from)
    let whole = try ledger.rollforward(from: from, to: to)
    let after = try ledger.rollforward(to: to)
    for (index, row) in whole.enumerated() {
      #expect(row.opening == before[index].closing, "seed \(seed)")
      #expect(row.closing == after[index].closing, "seed \(seed)")
      #expect(row.flows.transferredIn == row.flows.transferredOut, "seed \(seed)")
      for flow in row.flows.upward { #expect(flow >= .zero, "seed \(seed), \(row)") }
      for length in CalendarPeriod.Length.allCases {
        let rows = try ledger.rollforward(
          from: from, to: to, by: length, unit: row.unit, in: try Self.calendar(seed).1)
        var flows = RollforwardFlows()
        var opening = row.opening ?? .zero
        for part in rows {
          #expect(part.opening == opening, "seed \(seed), \(part)")
          #expect(try part.opening?.plus(part.flows.net.minorUnits) == part.closing)
          opening = part.closing ?? .zero
          flows = flows + part.flows
        }
        #expect(opening == row.closing, "seed \(seed)")
        #expect(flows == row.flows, "seed \(seed)")
      }
      let split = try ledger.rollforward(from: from, to: to, split: .campaign, unit: row.unit)
      #expect(split.reduce(RollforwardFlows()) { $0 + $1.flows } == row.flows, "seed \(seed)")
    }
  }

  /// Compares with the lifetime sums, and future expiries with the calendar.
  private func checkNow(_ run: RandomLedger, _ seed: UInt64) throws {
    let ledger = run.ledger
    run.clock.set(run.end)
    let balances = try ledger.balances()
    for row in try ledger.rollforward() {
      let own = balances.filter { $0.unit == row.unit }.map(\.balance)
      func sum(_ part: (Balance) -> Points) -> Int64 { own.reduce(0) { $0 + part($1).minorUnits } }
      let flows = row.flows
      #expect(
        sum(\.earned) == flows.issued.minorUnits - flows.clawedBack.minorUnits, "seed \(seed)")
      #expect(
        sum(\.redeemed) == flows.redeemed.minorUnits - flows.restored.minorUnits, "seed \(seed)")
      #expect(sum(\.expired) == flows.expired.minorUnits, "seed \(seed)")
      let calendar = try ledger.expiring(at: .before(run.end), unit: row.unit)
      let future = try ledger.rollforward(
        from: run.end, to: Instant(clamping: run.end.milliseconds + 1_000_000_000_000), by: .month,
        unit: row.unit)
      var due: [ExpiringRow.When: Points] = [:]
      for month in future where month.flows.expired != .zero {
        guard let period = month.period else { continue }
        due[.period(period)] = month.flows.expired
      }
      let shown = calendar.filter { if case .period = $0.when { true } else { false } }
      #expect(
        Dictionary(uniqueKeysWithValues: shown.map { ($0.when, $0.points) }) == due, "seed \(seed)")
    }
  }

  /// Booking what was due changes no report.
  private func checkSweep(_ run: RandomLedger, _ seed: UInt64) throws {
    let ledger = run.ledger
    run.clock.set(run.end)
    func all() throws -> [String] {
      var lines: [String] = []
      lines += try ledger.rollforward(to: run.end, by: .day).map { "\($0)" }
      lines += try ledger.ageing(at: .before(run.end)).map { "\($0)" }
      lines += try ledger.cohorts(at: .before(run.end)).map { "\($0)" }
      lines += try ledger.expiring(at: .before(run.end)).map { "\($0)" }
      return lines
    }
    let unswept = try all()
    _ = try ledger.sweep(asOf: run.end)
    let swept = try all()
    #expect(unswept == swept, "seed \(seed)")
  }
}

extension RollforwardFlows {
  fileprivate var upward: [Points] {
    [issued, restored, transferredIn, redeemed, expired, clawedBack, transferredOut]
  }

  fileprivate static func + (one: Self, other: Self) -> Self {
    var sum = one
    func add(_ path: WritableKeyPath<Self, Points>) {
      sum[keyPath: path] = Points(
        minorUnits: one[keyPath: path].minorUnits + other[keyPath: path].minorUnits)
    }
    add(\.issued)
    add(\.restored)
    add(\.adjusted)
    add(\.transferredIn)
    add(\.redeemed)
    add(\.expired)
    add(\.clawedBack)
    add(\.transferredOut)
    return sum
  }
}
