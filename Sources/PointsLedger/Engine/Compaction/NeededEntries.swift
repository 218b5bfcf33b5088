internal import LedgerStorage

/// The dropped entries that a base keeps: kept entries name them, live lots and debts originate in
/// them, or they are the operator's.
struct NeededEntries {
  private var sequences: Set<UInt64> = []
  private let end: UInt64

  /// - Parameters:
  ///   - end: The sequence number after the last dropped entry.
  ///   - state: The state there.
  ///   - debts: Debts that reports by cohorts may need, by the entries that left them.
  ///   - checkWanted: Asked every thousand entries; throws if the work is not wanted any more.
  init(
    before end: UInt64, after state: LedgerState, _ debts: [UInt64: OpenDebtRecord],
    _ log: RecordLog, _ checkWanted: () throws(LedgerError) -> Void
  ) throws(LedgerError) {
    self.end = end
    for account in state.accounts { add(account) }
    // Archives that are not at hand now may have to be erased in later.
    for sequence in state.operatorEntries { add(sequence) }
    try log.forEach(from: end) { (record) throws(LedgerError) in
      if record.sequence % 1024 == 0 { try checkWanted() }
      add(record)
      if record.kind == .reverse, let original = record.original, original < end {
        // Cohorts ask where the points came from.
        let debit = try log.record(at: original)
        for allocation in debit.allocations { add(allocation.origin.value) }
        if debit.owing > 0 { try addPayments(of: debit, after: state, log, checkWanted) }
      }
      return true
    }
    // Cohorts ask for the month of what is owed, and of what paid.
    for (sequence, debt) in debts where debt.points > 0 || contains(sequence) {
      add(debt.origin)
      for part in debt.paid { add(part.origin) }
    }
  }

  /// Ascending.
  var all: [UInt64] { sequences.sorted() }

  func contains(_ sequence: UInt64) -> Bool { sequences.contains(sequence) }

  private mutating func add(_ sequence: UInt64) {
    if sequence < end { sequences.insert(sequence) }
  }

  /// Adds the entries among which the rules look for what paid the debt of an entry.
  private mutating func addPayments(
    of debt: Record, after state: LedgerState, _ log: RecordLog,
    _ checkWanted: () throws(LedgerError) -> Void
  ) throws(LedgerError) {
    var owner = debt.member
    var start = debt.sequence
    var count = 0
    while let member = owner, let unit = debt.unit {
      owner = nil
      let begin = start
      var next = state.account(member: member, unit: unit)?.last
      while let sequence = next, sequence > begin {
        count += 1
        if count % 1024 == 0 { try checkWanted() }
        let record = try log.record(at: sequence)
        add(sequence)
        add(record)
        next = record.previous
        if record.flags.contains(.mergedAway) {
          // The entry before it brought the debt there.
          (owner, start) = (record.counterparty, sequence &- 2)
        }
      }
    }
  }

  private mutating func add(_ account: borrowing Account) {
    for position in 0..<account.lots.count {
      add(account.lots[position].origin)
      add(account.lots[position].id.created.value)
    }
    for debt in account.debts { add(debt.origin) }
    for hold in account.holds.inOrder { add(hold.sequence) }
  }

  private mutating func add(_ record: Record) {
    if let original = record.original, record.kind != .compact { add(original) }
    for allocation in record.allocations {
      add(allocation.origin.value)
      add(allocation.lot.created.value)
    }
    guard record.hasRare else { return }
    for payment in record.payments {
      add(payment.debt)
      add(payment.origin)
      add(payment.lot.created.value)
    }
    for lot in record.newLots { add(lot.origin) }
    for lot in record.namedLots { add(lot) }
  }
}
