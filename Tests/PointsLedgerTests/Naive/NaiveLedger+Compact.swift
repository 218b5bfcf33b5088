import PointsLedger

extension NaiveLedger {
  /// Books what is due, and drops the entries before `cut`, as another ledger did. The model does
  /// not know where blocks end, so it only checks that the cut may lie there.
  ///
  /// - Parameter cut: Nil if the other ledger dropped nothing.
  func compact(before instant: Instant, at clock: Instant, cut: Int?) -> ObservedCompaction {
    if instant > clock { return ObservedCompaction(refusal: .outOfRange) }
    switch sweep(asOf: instant, at: clock).refusal {
    case .clockWentBack: return ObservedCompaction(refusal: .clockWentBack)
    case .clockWentAhead: return ObservedCompaction(refusal: .clockWentAhead)
    default: break
    }
    guard let cut else { return ObservedCompaction() }
    let kept = state.units.compactMap(\.retentionDays).max() ?? 0
    let limit = min(instant, clock.adding(days: -Int64(kept)))
    if let fault = state.fault(of: cut, before: limit) { return ObservedCompaction(fault: fault) }
    var entry = NaiveEntry(
      sequence: 0, kind: .compact, occurred: state.posted, effective: state.posted)
    entry.original = cut - 1
    state.write(entry)
    state.posted = max(clock, state.posted)
    state.cut = cut
    return ObservedCompaction(cut: cut)
  }
}

extension NaiveState {
  /// Why the ledger must not be cut there; nil if it may.
  fileprivate func fault(of cut: Int, before limit: Instant) -> String? {
    guard cut > self.cut, cut < entries.count else { return "the cut is out of range" }
    if let late = entries[self.cut..<cut].first(where: { $0.effective >= limit }) {
      return "dropped entry \(late.sequence) is effective at \(late.effective.hours)"
    }
    for hold in accounts.flatMap(\.holds) where hold.sequence < cut {
      return "dropped hold \(hold.sequence) is open"
    }
    if entries[cut].kind == .counter { return "the cut is before a counter" }
    if let reference = entries[cut].post?.reference, let group = decisions[reference]?.group,
      let first = group.first, first != reference
    {
      return "the cut is within a group"
    }
    return nil
  }

  func wasDropped(_ reference: Reference?) -> Bool {
    guard let reference, let decision = decisions[reference] else { return false }
    return decision.sequence < cut
  }

  /// Whether the post's original, or one of its lots, was dropped. A credit of which a lot is alive
  /// can be extended, and named as a lot.
  func namesDropped(_ asked: NaiveCase) -> Bool {
    guard let unit = unit(for: asked.post) else { return false }
    let index = asked.post.member.flatMap { member($0) }.flatMap { account($0, unit) }
    let effective = decided(asked)
    func isGone(_ reference: Reference, mayLive: Bool) -> Bool {
      guard wasDropped(reference) else { return false }
      guard mayLive, let index, let credit = entry(reference) else { return true }
      return !hasLot(index, from: credit.sequence, at: effective)
    }
    return asked.post.original.map { isGone($0, mayLive: asked.post.kind == .extend) } ?? false
      || asked.post.lots.contains { isGone($0, mayLive: true) }
  }

  /// Whether a live lot with points on the account originates in the entry.
  func hasLot(_ account: Int, from origin: Int, at effective: Instant) -> Bool {
    accounts[account].lots.contains {
      $0.origin == origin && $0.remaining > 0 && !$0.isDead(at: effective)
    }
  }
}

extension NaiveLedger {
  /// What the ledger does not know about a refusal any more: the unit of its dropped original.
  func forgetOriginal(of reference: Reference) {
    guard let decision = state.decisions[reference], decision.post.unit == nil,
      state.wasDropped(decision.post.original)
    else { return }
    let first = state.units[0].code
    state.decisions[reference]?.unit = first
  }

  /// Whether a ledger that begins at entry `cut` may answer `compacted`: an entry of one of the
  /// accounts that was dropped does not count at the moment, or the whole answer is about what was
  /// known before.
  func mayBeCompacted(_ moment: Moment, of accounts: [Int], cut: Int) -> Bool {
    if cut == 0 { return false }
    switch moment {
    case .sequence(let sequence), .both(_, let sequence):
      if sequence < cut - 1 { return true }
    case .instant: break
    }
    let view = view(moment)
    return accounts.contains { account in
      state.journals[account].contains { $0.sequence < cut && $0.effective > view.instant }
    }
  }

  /// The same, about the balance of a member.
  func mayBeCompacted(
    _ moment: Moment, member identifier: MemberIdentifier, unit: UnitCode
  ) -> Bool {
    var accounts: [Int] = []
    if let unit = state.unit(unit), let member = member(identifier, view(moment)),
      let account = state.account(member, unit)
    {
      accounts = [account]
    }
    return mayBeCompacted(moment, of: accounts, cut: state.cut)
  }
}
