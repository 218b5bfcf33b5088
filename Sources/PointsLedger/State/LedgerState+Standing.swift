extension LedgerState {
  /// The balance of an account at `instant`, and its last entry, which comes before; nil where more
  /// has to be looked at to tell.
  ///
  /// What it looks at stays in memory.
  mutating func standingBalance(
    of identifier: InlineText, unit: UInt8, at instant: Int64
  ) -> (balance: Balance, last: UInt64)? {
    prefetch(identifier)
    guard let number = loadCurrentIdentifier(identifier),
      identifiers.look(Int(number), { $0.from.effective <= instant })
    else { return nil }
    let member = identifiers.look(Int(number)) { $0.member }
    guard members.look(Int(member), { $0.merged == nil }),
      let account = accountNumber(of: member, unit: unit)
    else { return nil }
    load(account: account)
    let standing = accounts.look(account) {
      account -> (balance: Balance, last: UInt64)? in
      guard let last = account.last, account.settled <= instant,
        let balance = account.standingBalance(at: instant)
      else { return nil }
      return (balance, last)
    }
    return firstFault == nil ? standing : nil
  }

  /// Makes room where looking things up has brought in more than twice `most` accounts.
  mutating func evictLookedUp(keeping most: Int) {
    guard accounts.table.residentCount > 2 * most || identifiers.table.residentCount > 2 * most
    else { return }
    evict(keeping: most)
  }
}
