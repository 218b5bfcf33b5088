/// Sums up what becomes of points by the month in which they originate.
struct Cohorts {
  private struct Key: Hashable {
    var unit: UInt8
    var month: CalendarPeriod
  }

  private struct Cell: Hashable {
    var cohort: Key
    var age: Int
  }

  /// A reversed transfer that reissued. Its counter says where the points came from.
  private struct Reissue {
    var reversal: UInt64
    var restored: [UInt64: Int64]
  }

  /// A debt that an adjustment left, or its reversal.
  private struct Owed {
    var paid: [Share] = []
    var cancelled: Int64 = 0
  }

  private let log: RecordLog
  /// Nil for all units.
  private let wanted: UInt8?
  private var months = IssueMonths()
  private var sums: [Key: CohortSums] = [:]
  private var redeemed: [Cell: Points] = [:]
  /// The points of a debit that were reversed so far.
  private var reversed: [UInt64: Int64] = [:]
  /// Debts whose payments count as adjustments.
  private var adjusted: [UInt64: Owed] = [:]
  private var reissue: Reissue?

  init(_ log: RecordLog, unit: UInt8?) {
    self.log = log
    wanted = unit
  }

  mutating func add(_ record: Record) throws(LedgerError) {
    months.append(record)
    guard let unit = record.unit, record.kind != .refusal, wanted ?? unit == unit else { return }
    switch record.kind {
    case .opening, .earn: try issue(record, unit)
    case .adjust:
      if record.change >= 0 {
        try issue(record, unit)
      } else {
        for part in record.shares { try subtract(part, unit, from: \.adjusted) }
      }
    case .redeem, .capture:
      for part in record.shares { try redeem(part, unit, record.effective) }
    case .expire: for part in record.shares { try add(part, unit, to: \.expired) }
    case .reverse:
      if record.change <= 0 {
        try takeBack(record, unit)
      } else {
        try giveBack(record, unit)
      }
    case .counter: try reissueFrom(record, unit)
    default: break
    }
    if record.owing > 0, !record.flags.contains(.ofEarned) { adjusted[record.sequence] = Owed() }
    for payment in record.payments {
      let part = Share(payment.origin, payment.points)
      if adjusted[payment.debt] == nil {
        try add(part, unit, to: \.clawedBack)
      } else {
        adjusted[payment.debt]?.paid.append(part)
        try subtract(part, unit, from: \.adjusted)
      }
    }
  }

  private mutating func issue(_ record: Record, _ unit: UInt8) throws(LedgerError) {
    try add(Share(record.sequence, record.amount), unit, to: \.issued)
  }

  private mutating func redeem(
    _ part: Share, _ unit: UInt8, _ instant: Int64
  ) throws(LedgerError) {
    try add(part, unit, to: \.redeemed)
    try redeemed[try cell(part, unit, instant), default: .zero].add(part.points)
  }

  private mutating func restore(
    _ part: Share, _ unit: UInt8, _ instant: Int64
  ) throws(LedgerError) {
    try subtract(part, unit, from: \.redeemed)
    try redeemed[try cell(part, unit, instant), default: .zero].subtract(part.points)
  }

  private func cell(_ part: Share, _ unit: UInt8, _ instant: Int64) throws(LedgerError) -> Cell {
    let key = Key(unit: unit, month: try months.month(of: part.origin))
    let age = CalendarPeriod(.month, containing: instant).distance(from: key.month)
    return Cell(cohort: key, age: age)
  }

  /// A reversed credit.
  private mutating func takeBack(_ record: Record, _ unit: UInt8) throws(LedgerError) {
    let isEarned = record.flags.contains(.ofEarned)
    for part in record.shares {
      if isEarned {
        try add(part, unit, to: \.clawedBack)
      } else {
        try subtract(part, unit, from: \.adjusted)
      }
    }
  }

  /// A reversed debit.
  private mutating func giveBack(_ record: Record, _ unit: UInt8) throws(LedgerError) {
    let isTransfer = record.counterparty != nil
    let original = record.original ?? record.sequence
    let done = reversed[original] ?? 0
    if !isTransfer { reversed[original] = done &+ record.amount }
    let new = record.newLots.map { Share($0.origin, $0.points) }
    var slices = record.shares + new
    if new.contains(where: { $0.origin == record.sequence }) {
      for part in new {
        try add(part, unit, to: \.reissued)
      }
      if isTransfer {
        reissue = Reissue(reversal: record.sequence, restored: Self.byOrigin(record.shares))
        return
      }
      slices = slicesGivenBack(try log.record(at: original), record, done)
      try moveOut(slices, restored: Self.byOrigin(record.shares), unit)
    }
    adjusted[original]?.cancelled &+= record.cancelled
    guard !isTransfer else { return }
    for part in slices {
      if record.flags.contains(.ofRedeemed) {
        try restore(part, unit, record.effective)
      } else {
        try add(part, unit, to: \.adjusted)
      }
    }
  }

  /// What a reversal gave back, to whatever lots.
  private func slicesGivenBack(
    _ original: Record, _ record: Record, _ done: Int64
  ) -> [Share] {
    let undoing = Account.Undoing(
      record.amount, owing: original.owing, owed: record.cancelled, done: done)
    let debt = adjusted[original.sequence]
    let before = min(done, original.owing) &- (debt?.cancelled ?? 0)
    let paid = Share.last(of: debt?.paid ?? [], done: before, points: undoing.repaid)
    let taken = Account.lastSlices(
      of: original.allocations, done: undoing.done, points: undoing.taken)
    return paid + taken.map { Share($0.origin.value, $0.points.minorUnits) }
  }

  /// Points that came back, but not to their lots, were reissued.
  private mutating func moveOut(
    _ slices: [Share], restored: [UInt64: Int64], _ unit: UInt8
  ) throws(LedgerError) {
    for (origin, points) in Self.byOrigin(slices) {
      let moved = points &- (restored[origin] ?? 0)
      if moved != 0 { try subtract(Share(origin, moved), unit, from: \.reissued) }
    }
  }

  private mutating func reissueFrom(_ record: Record, _ unit: UInt8) throws(LedgerError) {
    guard let reissue, reissue.reversal == record.original else { return }
    self.reissue = nil
    try moveOut(record.shares, restored: reissue.restored, unit)
  }

  private static func byOrigin(_ shares: [Share]) -> [UInt64: Int64] {
    shares.reduce(into: [:]) { sums, share in sums[share.origin, default: 0] &+= share.points }
  }

  private mutating func add(
    _ part: Share, _ unit: UInt8, to sum: WritableKeyPath<CohortSums, Points>
  ) throws(LedgerError) {
    let key = Key(unit: unit, month: try months.month(of: part.origin))
    try sums[key, default: CohortSums()][keyPath: sum].add(part.points)
  }

  private mutating func subtract(
    _ part: Share, _ unit: UInt8, from sum: WritableKeyPath<CohortSums, Points>
  ) throws(LedgerError) {
    let key = Key(unit: unit, month: try months.month(of: part.origin))
    try sums[key, default: CohortSums()][keyPath: sum].subtract(part.points)
  }

  /// - Parameters:
  ///   - codes: The units in order of their numbers.
  ///   - last: The month of the report.
  func rows(_ codes: [UnitCode], last: CalendarPeriod) -> [CohortRow] {
    sums.sorted { ($0.key.unit, $0.key.month) < ($1.key.unit, $1.key.month) }.map { key, sums in
      CohortRow(
        unit: codes[Int(key.unit)], issued: key.month, sums: sums,
        redeemedByAge: (0...max(0, last.distance(from: key.month))).map { age in
          redeemed[Cell(cohort: key, age: age)] ?? .zero
        })
    }
  }
}

/// Points of one origin.
struct Share {
  var origin: UInt64
  var points: Int64

  init(_ origin: UInt64, _ points: Int64) {
    self.origin = origin
    self.points = points
  }

  /// `points` of `shares`, the last first, after `done` points.
  static func last(of shares: [Share], done: Int64, points: Int64) -> [Share] {
    var (skip, left) = (done, points)
    var result: [Share] = []
    for share in shares.reversed() where left > 0 {
      let skipped = min(skip, share.points)
      skip &-= skipped
      let part = min(left, share.points &- skipped)
      left &-= part
      if part > 0 { result.append(Share(share.origin, part)) }
    }
    return result
  }
}

extension Record {
  /// The allocations by origin.
  fileprivate var shares: [Share] {
    allocations.map { Share($0.origin.value, $0.points.minorUnits) }
  }
}
