internal import LedgerStorage

extension Ledger {
  /// Returns all that the ledger holds of a person, in one pass over the log.
  ///
  /// - Parameter identifier: One that names the member now, or did so last.
  /// - Throws: `unknownMember`, `closed`, `damaged`, `inputOutput`.
  public func disclose(_ identifier: MemberIdentifier) throws(LedgerError) -> Disclosure {
    try pipeline.checkOpen()
    let found = try door.survey { (state) throws(LedgerError) in
      state.person(named: identifier.text)
    }
    guard let person = found else {
      throw LedgerError(.unknownMember, "there is no member \(identifier) in \(path)")
    }
    let now = try moment(asOf: nil, atSequence: nil)
    var accounts: [Disclosure.Account] = []
    for account in person.accounts { accounts.append(try disclosed(account, at: now)) }
    var entries: [Entry] = []
    let builder = builder
    let end = pipeline.publishedSequence
    try log.forEach(from: store.firstSequence) { (record) throws(LedgerError) in
      guard record.sequence < end else { return false }
      if person.owns(record) { entries.append(try builder.entry(record)) }
      return true
    }
    return Disclosure(
      identifiers: person.periods.map { period in
        Disclosure.Period(
          identifier: MemberIdentifier(period.text), from: Instant(clamping: period.from.effective),
          entry: SequenceNumber(period.from.sequence),
          to: period.to.map { Instant(clamping: $0.effective) })
      }, accounts: accounts, entries: entries, firstSequence: SequenceNumber(store.firstSequence))
  }

  private func disclosed(
    _ found: Account, at moment: Moment
  ) throws(LedgerError) -> Disclosure.Account {
    var account = found
    let instant = moment.instant(of: account)
    try advance(&account, to: instant)
    guard let unit = try names.unitCode(account.unit) else {
      throw LedgerError(.damaged, "\(path): an account has an unknown unit; run verify")
    }
    var holds: [Disclosure.OpenHold] = []
    for hold in account.holds.inOrder {
      holds.append(
        Disclosure.OpenHold(
          entry: SequenceNumber(hold.sequence),
          reference: try log.reference(at: hold.sequence).map { Reference($0) },
          points: Points(minorUnits: hold.points),
          deadline: hold.deadline == Lot.never ? nil : Instant(clamping: hold.deadline)))
    }
    var debts: [Disclosure.OpenDebt] = []
    for debt in account.debts {
      debts.append(
        Disclosure.OpenDebt(
          entry: SequenceNumber(debt.origin),
          reference: try log.reference(at: debt.origin).map { Reference($0) },
          points: Points(minorUnits: debt.remaining)))
    }
    return Disclosure.Account(
      unit: unit, balance: account.balance(at: instant),
      lots: try views(ofLotsIn: account, at: instant), holds: holds, debts: debts)
  }
}
