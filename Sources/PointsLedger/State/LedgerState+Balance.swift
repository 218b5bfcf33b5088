internal import LedgerStorage

extension LedgerState {
  /// The balance of the account that an identifier names at `instant`; nil where the cache cannot
  /// decide it. The result is cached until something is posted for the member.
  ///
  /// - Parameter most: The most members to cache.
  mutating func balanceInterval(
    of text: InlineText, unit: UInt8, at instant: Int64, isNow: Bool, remembering most: Int
  ) -> BalanceInterval? {
    // Nothing is decided on what this finds.
    let wasForWriting = runs.isForWriting
    if wasForWriting { setForWriting(false) }
    defer { if wasForWriting { setForWriting(true) } }
    let hash = text.hash64(key: hashKey)
    forgetOutdated()
    if unit == 0, let known = balanceCache.interval(of: text, hash: hash, at: instant, isNow: isNow)
    {
      return known
    }
    guard let guess = names.guess(hash), guess < UInt64(identifiers.count) else { return nil }
    let spots = prefetch(number: guess)
    var number = guess
    var period = identifiers.table.value(guess, at: spots.identifier)
    if period?.text != text || period?.to != nil {
      guard let current = currentIdentifier(text) else { return nil }
      number = UInt64(current)
      names.noteHint(hash, number)
      period = identifiers.table.value(number)
    }
    guard let period, isNow || period.from.effective <= instant,
      let account = members.look(
        Int(period.member), { $0.merged == nil ? $0.account(unit: unit) : nil }),
      var interval = interval(
        ofAccount: UInt64(account), at: instant, isNow: isNow,
        account == guess ? spots.account : nil),
      readError == nil
    else { return nil }
    interval.begin(at: period.from.effective)
    if unit == 0, account == number, period.member == number {
      balanceCache.note(interval, of: text, hash: hash, number: period.member, keeping: most)
    }
    return interval
  }

  /// Drops the cached balances of members that changed since.
  private mutating func forgetOutdated() {
    if !accounts.table.isTouched, !members.table.isTouched, !identifiers.table.isTouched { return }
    for keys in [
      accounts.withTable({ $0.takeTouched() }), members.withTable({ $0.takeTouched() }),
      identifiers.withTable({ $0.takeTouched() }),
    ] {
      if let keys { for key in keys { balanceCache.forget(key) } } else { balanceCache.removeAll() }
    }
  }

  /// Starts to load an identifier and an account that are not in memory. A member that came with a
  /// first credit has one number in all tables, so both can be loaded together: otherwise each
  /// table and each run would be waited for in turn.
  private func prefetch(
    number: UInt64
  ) -> (identifier: RunSet.Spot?, account: RunSet.Spot?) {
    identifiers.table.prefetch(number)
    accounts.table.prefetch(number)
    var (identifier, account) = (identifiers.table.spot(number), accounts.table.spot(number))
    identifiers.table.prefetchEntry(number, at: &identifier)
    accounts.table.prefetchEntry(number, at: &account)
    return (identifier, account)
  }

  /// - Parameter spot: The result of the table's `spot` for the account.
  private mutating func interval(
    ofAccount number: UInt64, at instant: Int64, isNow: Bool, _ spot: RunSet.Spot?
  ) -> BalanceInterval? {
    // Deferred entries are applied once, when the account is loaded.
    if accounts.table.isDeferred(number) { accounts.load(Int(number)) }
    if let known = accounts.peek(
      Int(number), { BalanceInterval(of: $0, at: instant, isNow: isNow) })
    {
      return known
    }
    let bounds = accounts.table.runs.bounds
    let found = accounts.table.runs.read(
      .accounts, number, at: spot,
      { (reader) throws(ByteReader.Malformed) in
        try BalanceInterval(ofAccountFrom: &reader, at: instant, isNow: isNow)
      },
      fits: { $0?.fits(bounds) ?? true })
    guard case .some(.some(let interval)) = found else { return nil }
    return interval
  }
}

extension BalanceInterval {
  fileprivate func fits(_ bounds: StateBounds) -> Bool {
    Int(member) < bounds.members && Int(unit) < bounds.units && last < bounds.entries
  }
}
