extension LedgerState {
  /// The balance of an account at `instant`, and its last entry, which comes before; nil where more
  /// has to be looked at to tell.
  ///
  /// What it looks at stays in memory.
  mutating func standingBalance(
    of identifier: InlineText, unit: UInt8, at instant: Int64
  ) -> (balance: Balance, last: UInt64)? {
    if let known = balanceInMemory(of: identifier, unit, at: instant) { return known }
    prefetch(identifier)
    guard let number = loadCurrentIdentifier(identifier),
      let account = accountNumber(
        of: identifiers.look(Int(number)) { $0.member }, unit: unit)
    else { return nil }
    load(account: account)
    let standing = balanceInMemory(of: identifier, unit, at: instant)
    return firstFault == nil ? standing : nil
  }

  /// The same from what is in memory; nil where that is not enough.
  private func balanceInMemory(
    of text: InlineText, _ unit: UInt8, at instant: Int64
  ) -> (balance: Balance, last: UInt64)? {
    guard let number = names.recent(text.hash64(key: hashKey)) else { return nil }
    prefetchInMemory(number)
    guard
      case let member?? = identifiers.peek(
        Int(number),
        { identifier in
          identifier.names(text, at: instant) ? identifier.member : nil
        }),
      case let account?? = members.peek(
        Int(member),
        { member in
          member.merged == nil ? member.account(unit: unit) : nil
        }),
      let standing = accounts.peek(account, { $0.standing(at: instant) })
    else { return nil }
    return standing
  }

  /// Begins to load what is in memory of whom an identifier names; who came with a first credit has one
  /// number in all tables.
  private func prefetchInMemory(_ number: UInt64) {
    identifiers.table.prefetchPlace(number)
    members.table.prefetchPlace(number)
    accounts.table.prefetchPlace(number)
    identifiers.table.prefetchValue(number)
    members.table.prefetchValue(number)
    accounts.table.prefetchValue(number)
  }

  /// Makes room where looking things up has brought in more than twice `most` accounts.
  mutating func evictLookedUp(keeping most: Int) {
    guard accounts.table.residentCount > 2 * most || identifiers.table.residentCount > 2 * most
    else { return }
    evict(keeping: most)
  }
}

extension IdentifierPeriod {
  /// Whether it is `text`, names somebody now, and did so at `instant`.
  fileprivate func names(_ text: InlineText, at instant: Int64) -> Bool {
    to == nil && from.effective <= instant && self.text == text
  }
}

extension Account {
  /// The balance at `instant`, and the last entry, which comes before; nil where more has to be looked
  /// at to tell.
  fileprivate func standing(at instant: Int64) -> (balance: Balance, last: UInt64)? {
    guard let last, settled <= instant, let balance = standingBalance(at: instant) else {
      return nil
    }
    return (balance, last)
  }
}
