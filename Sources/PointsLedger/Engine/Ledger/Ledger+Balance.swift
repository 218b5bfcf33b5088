internal import LedgerStorage

extension Ledger {
  /// Returns the balance of one account.
  ///
  /// - Parameters:
  ///   - unit: Nil: the ledger's first unit.
  ///   - instant: The instant of the balance, past or future; a future balance assumes that nothing
  ///     else happens. Nil: now, or with a sequence number the highest effective instant up to that
  ///     entry. Now is the later of the clock and the account's settled instant, as for a post: the
  ///     balance is what can be spent.
  ///   - sequence: The last entry to take into account; nil: all entries.
  /// - Returns: Nil if the identifier named no member at that moment.
  /// - Throws: `unknownUnit`, `outOfRange`, `closed`, `damaged`, `inputOutput`; `compacted` if an
  ///   entry of the account that was dropped does not count at that moment.
  public func balance(
    of member: MemberIdentifier, unit: UnitCode? = nil, asOf instant: Instant? = nil,
    atSequence sequence: SequenceNumber? = nil
  ) throws(LedgerError) -> Balance? {
    let moment = try moment(asOf: instant, atSequence: sequence)
    if sequence == nil, let balance = try balanceInterval(of: member, unit: unit, at: moment) {
      return balance
    }
    do {
      let account = try account(of: member, unit: unit, at: moment)
      return account.map { $0.balance(at: moment.instant(of: $0)) } ?? .zero
    } catch {
      if error.code == .unknownMember { return nil }
      throw error
    }
  }

  /// Returns the balance if nothing but plain expiries happens on the account between its last
  /// entry and the moment; nil if the answer needs more data.
  private func balanceInterval(
    of member: MemberIdentifier, unit code: UnitCode?, at moment: Moment
  ) throws(LedgerError) -> Balance? {
    let most = options.balanceCache
    let found = try door.look { (state) throws(LedgerError) -> BalanceInterval? in
      guard let unit = code.map({ state.unitNumber($0) }) ?? 0 else { return nil }
      return state.balanceInterval(
        of: member.text, unit: unit, at: moment.effective, isNow: moment.isNow,
        remembering: most)
    }
    return found?.balance
  }

  /// Returns the lots of one account in order of consumption. The parameters are those of
  /// `balance`.
  ///
  /// - Returns: An empty array if there is no such account.
  /// - Throws: As `balance`, and `unknownMember`.
  public func lots(
    of member: MemberIdentifier, unit: UnitCode? = nil, asOf instant: Instant? = nil,
    atSequence sequence: SequenceNumber? = nil
  ) throws(LedgerError) -> [LotView] {
    let moment = try moment(asOf: instant, atSequence: sequence)
    guard let account = try account(of: member, unit: unit, at: moment) else { return [] }
    return try views(ofLotsIn: account, at: moment.instant(of: account))
  }

  func views(
    ofLotsIn account: Account, at instant: Int64
  ) throws(LedgerError) -> [LotView] {
    var views: [LotView] = []
    for position in 0..<account.lots.count {
      let lot = account.lots[position]
      guard lot.remaining > 0 else { continue }
      let death = account.death(of: lot)
      views.append(
        LotView(
          id: lot.id, origin: SequenceNumber(lot.origin),
          originReference: try log.record(at: lot.origin).reference.map { Reference($0) },
          remaining: Points(minorUnits: lot.remaining), held: Points(minorUnits: lot.held),
          activates: Instant(clamping: lot.activates),
          expires: death == Lot.never ? nil : Instant(clamping: death),
          isPending: lot.activates > instant))
    }
    return views
  }

  /// Returns every account's balance, sorted by member and then in the order of the units. Accounts
  /// without an entry at that moment, and those of members merged away, are left out. The
  /// parameters are those of `balance`.
  ///
  /// - Throws: `outOfRange`, `compacted`, `closed`, `damaged`, `inputOutput`.
  public func balances(
    asOf instant: Instant? = nil, atSequence sequence: SequenceNumber? = nil
  ) throws(LedgerError) -> [AccountBalance] {
    let moment = try moment(asOf: instant, atSequence: sequence)
    let (accounts, names) = try accounts(at: moment)
    do {
      return try AccountBalance.list(
        of: accounts, at: moment, names: names, units: units.map(\.code))
    } catch {
      throw LedgerError(.damaged, "\(path): \(error.reason); run verify")
    }
  }

  /// Returns all accounts as their entries left them by the moment, before the clock's work up to
  /// there, and the members' names, by member number. Those merged away are left out.
  func accounts(
    at moment: Moment
  ) throws(LedgerError) -> (accounts: [Account], names: [InlineText]) {
    var moment = moment
    let (next, live) = try door.survey { (state) throws(LedgerError) in
      (state.nextSequence, state.settledAccounts(at: moment))
    }
    // None of these accounts has the entries posted meanwhile.
    moment.sequence = min(moment.sequence, next &- 1)
    var accounts = live.settled
    if !live.others.isEmpty { accounts += try replayedAccounts(live.others, at: moment) }
    return (accounts, live.names)
  }

  // MARK: - The past

  /// A moment on both time axes.
  struct Moment: Sendable {
    var effective: Int64
    /// The last sequence number taken into account; `UInt64.max` for all.
    var sequence: UInt64
    /// Whether an account that was settled later is taken as of then: nobody can post to it at an
    /// earlier instant.
    var isNow = false

    /// The instant at which an account is judged.
    func instant(of account: borrowing Account) -> Int64 {
      isNow ? max(effective, account.settled) : effective
    }

    /// The last effective instant that counts for names and mergers.
    var namesAt: Int64 { isNow ? Int64.max : effective }
  }

  func moment(
    asOf instant: Instant?, atSequence sequence: SequenceNumber?
  ) throws(LedgerError) -> Moment {
    try pipeline.checkOpen()
    guard var sequence = sequence?.value else {
      let effective = instant ?? options.clock.now()
      return Moment(
        effective: effective.milliseconds, sequence: UInt64.max, isNow: instant == nil)
    }
    let next = pipeline.publishedSequence
    guard sequence < next else {
      throw LedgerError(
        .outOfRange, "there is no entry \(sequence): the last one is \(Int64(next) - 1)")
    }
    sequence = try lastCounter(after: sequence, before: next)
    if let instant { return Moment(effective: instant.milliseconds, sequence: sequence) }
    return Moment(effective: try latestEffective(upTo: sequence), sequence: sequence)
  }

  /// Returns the last of the counters that directly follow an entry, or else the entry itself: an
  /// entry has its effects on all accounts at once.
  func lastCounter(after sequence: UInt64, before next: UInt64) throws(LedgerError) -> UInt64 {
    var last = sequence
    while last + 1 < next, try log.record(at: last + 1).kind == .counter { last += 1 }
    return last
  }

  /// Returns the highest effective instant of the entries up to `sequence`.
  private func latestEffective(upTo sequence: UInt64) throws(LedgerError) -> Int64 {
    var (latest, next) = try door.look { (state) throws(LedgerError) in
      state.latestInstant(below: sequence)
    }
    if let base = log.base, next < base.end {
      if sequence < base.end - 1 { try base.check(effective: Int64.max, sequence: sequence) }
      latest = try base.latestEffective()
      next = base.end
    }
    while next <= sequence {
      latest = max(latest, try log.record(at: next).effective)
      next += 1
    }
    return latest
  }

  func unitNumber(_ code: UnitCode?) throws(LedgerError) -> UInt8 {
    try pipeline.checkProcess()
    guard let code else { return 0 }
    guard let number = try names.unitNumber(code) else {
      throw LedgerError(.unknownUnit, "there is no unit \(code) in \(path)")
    }
    return number
  }

  func memberNumber(
    _ identifier: MemberIdentifier, at moment: Moment
  ) throws(LedgerError) -> UInt32 {
    let found = try door.look { (state) throws(LedgerError) in
      state.member(
        named: identifier.text, effective: moment.namesAt, sequence: moment.sequence)
    }
    guard let found else {
      throw LedgerError(.unknownMember, "there is no member \(identifier) in \(path)")
    }
    return found
  }

  /// Returns the account with all expiries and deadlines applied up to the moment; nil if it had no
  /// entry then.
  func account(
    of identifier: MemberIdentifier, unit code: UnitCode?, at moment: Moment
  ) throws(LedgerError) -> Account? {
    let unit = try unitNumber(code)
    let member = try memberNumber(identifier, at: moment)
    let current = try door.look { (state) throws(LedgerError) in
      state.account(member: member, unit: unit)
    }
    guard let current, let last = current.last else { return nil }
    var account: Account
    if current.settled <= moment.instant(of: current), last <= moment.sequence {
      account = current
    } else {
      let limit = AccountTimeline.Limit(
        effective: moment.effective,
        sequence: min(moment.sequence, pipeline.publishedSequence &- 1))
      guard let past = try timeline.account(member: member, unit: unit, limit: limit) else {
        return nil
      }
      account = past
    }
    try advance(&account, to: moment.instant(of: account))
    return account
  }

  func advance(_ account: inout Account, to instant: Int64) throws(LedgerError) {
    do { try account.advance(to: instant) } catch {
      throw LedgerError(.damaged, "\(path): \(error.reason); run verify")
    }
  }

  /// Rebuilds accounts as of the moment, in one pass over the log.
  private func replayedAccounts(
    _ numbers: Set<UInt64>, at moment: Moment
  ) throws(LedgerError) -> [Account] {
    let base = log.base
    var accounts = try base?.accounts(before: moment) ?? [:]
    try log.forEach(from: base?.end ?? 0) { (record) throws(LedgerError) in
      guard record.sequence <= moment.sequence else { return false }
      guard let member = record.member, let unit = record.unit, record.kind != .refusal,
        record.effective <= moment.effective
      else { return true }
      let key = Account.key(member, unit)
      var merged: Account?
      if record.flags.contains(.mergedInto), let source = record.counterparty {
        merged = accounts[Account.key(source, unit)]
      }
      do throws(Account.Contradiction) {
        try accounts[key, default: Account(member: member, unit: unit)]
          .apply(record, merged: merged)
      } catch {
        throw LedgerError(.damaged, "entry \(record.sequence): \(error.reason); run verify")
      }
      return true
    }
    return accounts.filter { numbers.contains($0.key) }.map(\.value)
  }
}

extension Account {
  /// Combines member and unit in one number.
  static func key(_ member: UInt32, _ unit: UInt8) -> UInt64 { UInt64(member) &<< 8 | UInt64(unit) }
}

extension LedgerState {
  /// Returns the accounts at a moment: those unchanged since then, the keys of the others, and the
  /// members' names.
  func settledAccounts(
    at moment: Ledger.Moment
  ) -> (settled: [Account], others: Set<UInt64>, names: [InlineText]) {
    var settled: [Account] = []
    var others: Set<UInt64> = []
    for account in accounts {
      guard let last = account.last else { continue }
      if let merger = members[Int(account.member)].merged, merger.effective <= moment.namesAt,
        merger.sequence <= moment.sequence
      {
        continue
      }
      if account.settled <= moment.instant(of: account), last <= moment.sequence {
        settled.append(account)
      } else {
        others.insert(Account.key(account.member, account.unit))
      }
    }
    return (
      settled, others,
      shownIdentifiers(effective: moment.namesAt, sequence: moment.sequence)
    )
  }
}
