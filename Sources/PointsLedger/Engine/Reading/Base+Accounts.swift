extension Base {
  /// The account of `member` in `unit` after the last dropped entry, empty if there was none.
  ///
  /// - Throws: `compacted` if it is to be rebuilt as of a time, or as known at a sequence number,
  ///   before that.
  func account(
    _ member: UInt32, _ unit: UInt8, _ limit: AccountTimeline.Limit
  ) throws(LedgerError) -> Account {
    guard let account = try account(member: member, unit: unit) else {
      return Account(member: member, unit: unit)
    }
    try check(account, effective: limit.effective, sequence: limit.sequence)
    return account
  }

  /// All accounts after the last dropped entry, by their keys.
  func accounts() throws(LedgerError) -> [UInt64: Account] {
    let state = try state()
    var accounts: [UInt64: Account] = [:]
    for account in state.accounts {
      accounts[Account.key(account.member, account.unit)] = account
    }
    try check(state)
    return accounts
  }

  /// The same.
  ///
  /// - Throws: `compacted` if the moment is before that for one of them.
  func accounts(before moment: Ledger.Moment) throws(LedgerError) -> [UInt64: Account] {
    let accounts = try accounts()
    for account in accounts.values {
      try check(account, effective: moment.effective, sequence: moment.sequence)
    }
    return accounts
  }

  /// Throws `compacted` unless all dropped entries count up to an instant and a sequence number.
  func check(effective: Int64, sequence: UInt64) throws(LedgerError) {
    if sequence < end - 1 { throw try dropped("what the ledger knew at entry \(sequence)") }
    if try latestEffective() > effective {
      throw try dropped("what was in effect at \(Instant(clamping: effective))")
    }
  }

  private func check(
    _ account: borrowing Account, effective: Int64, sequence: UInt64
  ) throws(LedgerError) {
    guard account.last != nil else { return }
    if sequence < end - 1 { throw try dropped("what the ledger knew at entry \(sequence)") }
    if account.settled > effective {
      throw try dropped("the balance as of \(Instant(clamping: effective))")
    }
  }
}
