/// Sums up what becomes of points by the month in which they originate: a month of a calendar.
struct Cohorts {
  struct Key: Hashable {
    var unit: UInt8
    /// As in `CalendarPeriod`.
    var month: Int
  }

  struct Cell: Hashable {
    var cohort: Key
    var age: Int
  }

  /// What an entry left owing.
  private struct Owed {
    /// The credit whose points are owed, or else the entry itself.
    var origin: UInt64
    /// The sum that the points are taken from.
    var sum: Taken
    /// What is neither paid nor cancelled.
    var points: Int64
    var paid: [Share] = []
    var cancelled: Int64 = 0
  }

  /// Why points were taken.
  private enum Taken { case clawedBack, adjusted }

  /// A reversed transfer that reissued. Its counter says where the points came from.
  private struct Reissue {
    var reversal: UInt64
    var restored: [UInt64: Int64]
  }

  private let log: RecordLog
  private let base: Base?
  /// Nil for all units.
  private let wanted: UInt8?
  private var months: IssueMonths
  /// Finds the months of redemptions.
  private var finder: PeriodFinder
  private(set) var sums: [Key: CohortSums] = [:]
  private(set) var redeemed: [Cell: Points] = [:]
  private(set) var restored: [Cell: Points] = [:]
  /// The debts that are not paid, and those that may be reversed, by the entry that made them.
  private var owed: [UInt64: Owed] = [:]
  /// The points of a debit that were reversed so far.
  private var reversed: [UInt64: Int64] = [:]
  private var reissue: Reissue?

  /// Begins with the sums of the dropped entries.
  ///
  /// - Parameters:
  ///   - base: What stands for these entries; nil if there are none. It has sums by months in UTC, so
  ///     for another calendar they are left out.
  init(
    _ log: RecordLog, after base: Base?, unit: UInt8?, in calendar: ZonedCalendar = .utc
  ) throws(LedgerError) {
    self.log = log
    self.base = base
    wanted = unit
    months = try IssueMonths(of: base, in: calendar)
    finder = PeriodFinder(.month, in: calendar)
    try base?.forEach(.sums) { (key, record: CohortRecord) in
      let (unit, month) = CohortRecord.place(of: key)
      guard calendar.isUTC, wanted ?? unit == unit else { return }
      let cohort = Key(unit: unit, month: month)
      sums[cohort] = record.sums
      for (age, points) in record.redeemedByAge.enumerated() where points != 0 {
        redeemed[Cell(cohort: cohort, age: age)] = Points(minorUnits: points)
      }
      for (age, points) in record.restoredByAge.enumerated() where points != 0 {
        restored[Cell(cohort: cohort, age: age)] = Points(minorUnits: points)
      }
    }
    try base?.forEach(.debts) { (sequence, record: OpenDebtRecord) in
      owed[sequence] = Owed(
        origin: record.origin, sum: record.isAdjusted ? .adjusted : .clawedBack,
        points: record.points, paid: record.paid.map { Share($0.origin, $0.points) },
        cancelled: record.cancelled)
    }
  }

  /// The sums so far as a base keeps them, by ascending keys.
  var storedSums: [(key: UInt64, value: CohortRecord)] {
    let (redeemed, restored) = (Self.byAge(redeemed), Self.byAge(restored))
    return sums.map { key, sums in
      var record = CohortRecord()
      record.sums = sums
      record.redeemedByAge = redeemed[key] ?? []
      record.restoredByAge = restored[key] ?? []
      return (CohortRecord.key(unit: key.unit, month: key.month), record)
    }.sorted { $0.key < $1.key }
  }

  /// The debts as a base keeps them, by the entries that left them.
  var storedDebts: [UInt64: OpenDebtRecord] {
    owed.mapValues { debt in
      var record = OpenDebtRecord()
      record.origin = debt.origin
      record.isAdjusted = debt.sum == .adjusted
      record.points = debt.points
      record.cancelled = debt.cancelled
      record.paid = debt.paid.map { OpenDebtRecord.Paid(origin: $0.origin, points: $0.points) }
      return record
    }
  }

  private static func byAge(_ cells: [Cell: Points]) -> [Key: [Int64]] {
    var ages: [Key: [Int64]] = [:]
    for (cell, points) in cells where points != .zero && cell.age >= 0 {
      var list = ages[cell.cohort] ?? []
      if list.count <= cell.age { list += Array(repeating: 0, count: cell.age + 1 - list.count) }
      list[cell.age] = points.minorUnits
      ages[cell.cohort] = list
    }
    return ages
  }

  mutating func add(_ record: Record) throws(LedgerError) {
    months.append(record)
    guard let unit = record.unit, record.kind != .refusal, wanted ?? unit == unit else { return }
    switch record.kind {
    case .opening, .earn:
      try add(Share(record.sequence, record.amount), unit, to: \.issued)
    case .adjust:
      if record.change >= 0 {
        try add(Share(record.sequence, record.amount), unit, to: \.adjusted)
      } else {
        try takeAll(of: record, as: .adjusted, unit)
      }
    case .redeem, .capture:
      for part in record.shares { try redeem(part, unit, record.effective) }
    case .expire: for part in record.shares { try add(part, unit, to: \.expired) }
    case .reverse:
      if record.change <= 0 {
        try takeAll(
          of: record, as: record.flags.contains(.ofEarned) ? .clawedBack : .adjusted, unit)
      } else {
        try giveBack(record, unit)
      }
    case .counter: try reissueFrom(record, unit)
    default: break
    }
    for payment in record.payments { try pay(payment, unit) }
  }

  /// A reversed credit, or a negative adjustment. What the member then owes is taken from the
  /// credit that is reversed, or else from the entry itself.
  private mutating func takeAll(
    of record: Record, as sum: Taken, _ unit: UInt8
  ) throws(LedgerError) {
    for part in record.shares { try take(part, as: sum, unit) }
    guard record.owing > 0 else { return }
    let origin = record.original ?? record.sequence
    owed[record.sequence] = Owed(origin: origin, sum: sum, points: record.owing)
    let part = Share(origin, record.owing)
    try take(part, as: sum, unit)
    try add(part, unit, to: \.arrears)
  }

  /// Takes from the points that pay, rather than from those that are owed.
  private mutating func pay(_ payment: Payment, _ unit: UInt8) throws(LedgerError) {
    guard var debt = owed[payment.debt] else {
      throw LedgerError(.damaged, "entry \(payment.debt) left nothing owing; run verify")
    }
    debt.points &-= payment.points
    // Only an entry that is its own origin, an adjustment, can be reversed.
    let isReversible = debt.origin == payment.debt
    if isReversible { debt.paid.append(Share(payment.origin, payment.points)) }
    owed[payment.debt] = debt.points == 0 && !isReversible ? nil : debt
    let part = Share(debt.origin, payment.points)
    try subtract(part, unit, from: \.arrears)
    try take(Share(debt.origin, 0 &- payment.points), as: debt.sum, unit)
    try take(Share(payment.origin, payment.points), as: debt.sum, unit)
  }

  private mutating func take(_ part: Share, as sum: Taken, _ unit: UInt8) throws(LedgerError) {
    switch sum {
    case .clawedBack: try add(part, unit, to: \.clawedBack)
    case .adjusted: try subtract(part, unit, from: \.adjusted)
    }
  }

  private mutating func redeem(
    _ part: Share, _ unit: UInt8, _ instant: Int64
  ) throws(LedgerError) {
    try add(part, unit, to: \.redeemed)
    let cell = try cell(part, unit, instant)
    try redeemed[cell, default: .zero].add(part.points)
  }

  private mutating func restore(
    _ part: Share, _ unit: UInt8, _ instant: Int64
  ) throws(LedgerError) {
    try add(part, unit, to: \.restored)
    let cell = try cell(part, unit, instant)
    try restored[cell, default: .zero].add(part.points)
  }

  private mutating func cell(
    _ part: Share, _ unit: UInt8, _ instant: Int64
  ) throws(LedgerError) -> Cell {
    let key = Key(unit: unit, month: try months.month(of: part.origin))
    return Cell(cohort: key, age: finder.number(containing: instant) - key.month)
  }

  /// A reversed debit.
  private mutating func giveBack(_ record: Record, _ unit: UInt8) throws(LedgerError) {
    let isTransfer = record.counterparty != nil
    let original = record.original ?? record.sequence
    let done = try done(of: original)
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
    guard !isTransfer else { return }
    try cancel(record.cancelled, of: original, unit)
    for part in slices {
      if record.flags.contains(.ofRedeemed) {
        try restore(part, unit, record.effective)
      } else {
        try add(part, unit, to: \.adjusted)
      }
    }
  }

  /// The points of a debit that were reversed so far.
  private func done(of debit: UInt64) throws(LedgerError) -> Int64 {
    if let known = reversed[debit] { return known }
    guard let base, debit < base.end else { return 0 }
    return try base.reversed(debit)
  }

  /// Cancels a part of a debt that an adjustment left.
  private mutating func cancel(
    _ points: Int64, of original: UInt64, _ unit: UInt8
  ) throws(LedgerError) {
    guard points > 0 else { return }
    owed[original]?.points &-= points
    owed[original]?.cancelled &+= points
    let part = Share(original, points)
    try subtract(part, unit, from: \.arrears)
    try add(part, unit, to: \.adjusted)
  }

  /// What a reversal gave back, to whatever lots.
  private func slicesGivenBack(
    _ original: Record, _ record: Record, _ done: Int64
  ) -> [Share] {
    let undoing = Account.Undoing(
      record.amount, owing: original.owing, owed: record.cancelled, done: done)
    let debt = owed[original.sequence]
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
