/// Sums up what becomes of points by the month in which they originate.
struct Cohorts {
  struct Key: Hashable {
    var unit: UInt8
    var month: CalendarPeriod
  }

  struct Cell: Hashable {
    var cohort: Key
    var age: Int
  }

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
  private(set) var sums: [Key: CohortSums] = [:]
  private(set) var redeemed: [Cell: Points] = [:]
  /// The points of a debit that were reversed so far.
  private var reversed: [UInt64: Int64] = [:]
  private var reissue: Reissue?

  /// Begins with the sums of the dropped entries.
  ///
  /// - Parameter base: What stands for these entries; nil if there are none.
  init(_ log: RecordLog, after base: Base?, unit: UInt8?) throws(LedgerError) {
    self.log = log
    self.base = base
    wanted = unit
    months = try IssueMonths(of: base)
    try base?.forEach(.sums) { (key, record: CohortRecord) in
      let (unit, month) = CohortRecord.place(of: key)
      guard wanted ?? unit == unit else { return }
      let cohort = Key(unit: unit, month: month)
      sums[cohort] = record.sums
      for (age, points) in record.redeemedByAge.enumerated() where points != 0 {
        redeemed[Cell(cohort: cohort, age: age)] = Points(minorUnits: points)
      }
    }
  }

  /// The sums so far as a base keeps them, by ascending keys.
  var stored: [(key: UInt64, value: CohortRecord)] {
    var ages: [Key: [Int64]] = [:]
    for (cell, points) in redeemed where points != .zero && cell.age >= 0 {
      var list = ages[cell.cohort] ?? []
      if list.count <= cell.age { list += Array(repeating: 0, count: cell.age + 1 - list.count) }
      list[cell.age] = points.minorUnits
      ages[cell.cohort] = list
    }
    return sums.map { key, sums in
      var record = CohortRecord()
      record.sums = sums
      record.redeemedByAge = ages[key] ?? []
      return (CohortRecord.key(unit: key.unit, month: key.month), record)
    }.sorted { $0.key < $1.key }
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
      if record.change < 0 || record.arrears > 0 {
        try takeBack(record, unit)
      } else {
        try giveBack(record, unit)
      }
    case .counter: try reissueFrom(record, unit)
    default: break
    }
    for payment in record.payments {
      try add(Share(payment.origin, payment.points), unit, to: \.clawedBack)
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
      slices = Account.lastSlices(
        of: try log.record(at: original).allocations, done: done, points: record.amount
      ).map { Share($0.origin.value, $0.points.minorUnits) }
      try moveOut(slices, restored: Self.byOrigin(record.shares), unit)
    }
    guard !isTransfer else { return }
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
}

extension Record {
  /// The allocations by origin.
  fileprivate var shares: [Share] {
    allocations.map { Share($0.origin.value, $0.points.minorUnits) }
  }
}
