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

  /// All accounts after the last dropped entry.
  ///
  /// - Throws: `compacted` if the moment is before that.
  func accounts(before moment: Ledger.Moment) throws(LedgerError) -> [UInt64: Account] {
    let state = try state()
    var accounts: [UInt64: Account] = [:]
    for account in state.accounts {
      try check(account, effective: moment.effective, sequence: moment.sequence)
      accounts[Account.key(account.member, account.unit)] = account
    }
    try check(state)
    return accounts
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
