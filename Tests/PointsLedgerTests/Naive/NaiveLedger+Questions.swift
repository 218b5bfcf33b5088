import PointsLedger

/// The part of the log that a question is about: entries up to a sequence number, effective at or
/// before an instant, to which the clock is then advanced.
struct NaiveView {
  var instant: Instant
  var sequence: Int
}

extension NaiveLedger {
  var entryCount: Int { state.entries.count }

  func balance(of member: MemberIdentifier, unit: UnitCode?, at moment: Moment) -> Balance? {
    let view = view(moment)
    return account(of: member, unit: unit, view).map { $0.balance(at: view.instant) }
  }

  func lots(of member: MemberIdentifier, unit: UnitCode?, at moment: Moment) -> [ObservedLot]? {
    let view = view(moment)
    return account(of: member, unit: unit, view).map { account in
      account.lots.filter { $0.remaining > 0 }.sorted(by: NaiveLot.isConsumedBefore).map { lot in
        ObservedLot(
          origin: lot.origin, remaining: lot.remaining, held: lot[.held],
          activates: lot.activates, expires: lot.death,
          isPending: lot.activates > view.instant && !lot.isDead(at: view.instant))
      }
    }
  }

  func balances(at moment: Moment) -> [ObservedAccount] {
    let view = view(moment)
    let ended = Set(
      state.entries.filter {
        $0.ended != nil && $0.sequence <= view.sequence && $0.effective <= view.instant
      }.compactMap(\.ended))
    return state.accounts.indices.compactMap { index in
      let account = state.accounts[index]
      guard !ended.contains(account.member) else { return nil }
      return ObservedAccount(
        member: .number(account.member), unit: state.units[account.unit].code,
        balance: replay(index, view).balance(at: view.instant))
    }
  }

  func entries(from start: Int) -> [ObservedEntry] {
    state.entries.dropFirst(start).map { entry in
      ObservedEntry(
        sequence: entry.sequence, kind: entry.kind, asked: entry.post?.kind,
        reference: entry.post?.reference, occurred: entry.occurred, effective: entry.effective,
        change: entry.change, balanceAfter: entry.account.map { _ in entry.balanceAfter },
        original: entry.original, allocations: entry.parts.map(ObservedAllocation.init),
        arrears: entry.arrears, cancelled: entry.cancelled, refusal: entry.refusal,
        acceptedClock: entry.acceptedClock)
    }
  }

  func view(_ moment: Moment) -> NaiveView {
    switch moment {
    case .instant(let instant): NaiveView(instant: instant, sequence: .max)
    case .both(let instant, let sequence):
      NaiveView(instant: instant, sequence: withCounters(sequence))
    case .sequence(let sequence):
      NaiveView(
        instant: state.entries.prefix(withCounters(sequence) + 1).map(\.effective).max() ?? .epoch,
        sequence: withCounters(sequence))
    }
  }

  /// The last of the counters that follow the entry, or itself.
  private func withCounters(_ sequence: Int) -> Int {
    let after = state.entries.dropFirst(sequence + 1)
    return sequence + after.prefix { $0.kind == .counter }.count
  }

  func member(_ identifier: MemberIdentifier, _ view: NaiveView) -> Int? {
    state.member(identifier, view)
  }

  private func account(
    of identifier: MemberIdentifier, unit: UnitCode?, _ view: NaiveView
  ) -> NaiveAccount? {
    guard let unit = state.unit(unit), let member = member(identifier, view) else { return nil }
    guard let index = state.account(member, unit) else {
      return NaiveAccount(member: member, unit: unit)
    }
    return replay(index, view)
  }

  private func replay(_ index: Int, _ view: NaiveView) -> NaiveAccount {
    var account = NaiveAccount(
      member: state.accounts[index].member, unit: state.accounts[index].unit)
    for step in state.journals[index]
    where step.sequence <= view.sequence && step.effective <= view.instant {
      account.apply(step.effects, at: step.effective)
    }
    return account.advanced(to: view.instant)
  }
}
