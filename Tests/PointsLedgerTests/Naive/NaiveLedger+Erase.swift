import PointsLedger

extension NaiveLedger {
  /// Destroys the identifiers of a person: a member with those that were merged into it.
  func erase(_ identifier: MemberIdentifier, at clock: Instant) -> ObservedErasure {
    lastErased = [:]
    guard let member = state.personMember(identifier) else {
      return ObservedErasure(refusal: .unknownMember)
    }
    let staying = state.survivor(of: member)
    let person = Set(state.members.indices.filter { state.survivor(of: $0) == staying })
    let isCurrent = state.members[staying].identifiers.contains(identifier)
    let periods = state.periods(of: person)
    let isOpen = state.accounts.contains { $0.member == staying && !$0.holds.isEmpty }
    if !isCurrent || state.erasedPeriods.isSuperset(of: periods.keys) || isOpen {
      return ObservedErasure(refusal: .notErasable)
    }
    switch clockRefusal(clock) {
    case .clockWentBack?: return ObservedErasure(refusal: .clockWentBack)
    case .clockWentAhead?: return ObservedErasure(refusal: .clockWentAhead)
    default: break
    }
    let accounts = state.accounts.indices.filter { state.accounts[$0].member == staying }
    for account in accounts.sorted(by: { state.accounts[$0].unit < state.accounts[$1].unit }) {
      if !state.book(account, upTo: clock).isEmpty { state.posted = max(clock, state.posted) }
    }
    let forbidden = state.accounts.contains { account in
      guard account.member == staying, let days = state.units[account.unit].retentionDays,
        let settled = account.settled
      else { return false }
      return settled.adding(days: Int64(days)) > max(clock, state.posted)
    }
    if forbidden {
      let last = state.posted
      state.write(NaiveEntry(sequence: 0, kind: .erase, occurred: last, effective: last))
      state.posted = max(clock, last)
      return ObservedErasure(refusal: .notErasable)
    }
    for _ in person {
      let last = state.posted
      state.write(NaiveEntry(sequence: 0, kind: .erase, occurred: last, effective: last))
      state.posted = max(clock, last)
    }
    state.rename(periods, of: person)
    for (period, identifier) in periods { lastErased[identifier] = Self.erased("\(period)") }
    return ObservedErasure(members: person.count)
  }

  /// What takes the place of an identifier. In the engine an id follows, which the model does not
  /// know.
  static func erased(_ period: String) -> MemberIdentifier {
    MemberIdentifier("erased:\(period):") ?? MemberIdentifier(UnitCode.points.text)
  }
}

extension NaiveState {
  /// The member that the identifier names now, or began to name last.
  fileprivate func personMember(_ identifier: MemberIdentifier) -> Int? {
    let last = namings.flatMap(\.namings).last {
      $0.identifier == identifier && $0.member != nil && $0.isStart
    }
    return last?.member
  }

  /// The identifiers that ever named one of these members, by the numbers of their periods.
  fileprivate func periods(of person: Set<Int>) -> [Int: MemberIdentifier] {
    var periods: [Int: MemberIdentifier] = [:]
    for naming in namings.flatMap(\.namings) {
      if let member = naming.member, person.contains(member) {
        periods[naming.period] = naming.identifier
      }
    }
    return periods
  }

  /// Replaces the identifiers of a person wherever they are.
  fileprivate mutating func rename(_ periods: [Int: MemberIdentifier], of person: Set<Int>) {
    let erased = periods.keys.sorted()
    erasedPeriods.formUnion(erased)
    func replacement(_ period: Int) -> MemberIdentifier { NaiveLedger.erased("\(period)") }
    /// The text in the place of an identifier that a post of `member` named at `sequence`.
    func replaced(
      _ identifier: MemberIdentifier?, of member: Int?, at sequence: Int
    ) -> MemberIdentifier? {
      guard let identifier else { return nil }
      if let naming = naming(identifier, at: sequence) {
        return periods[naming.period] == nil ? identifier : replacement(naming.period)
      }
      // It named nobody.
      if let first = erased.first(where: { periods[$0] == identifier }) {
        return replacement(first)
      }
      return member.map { person.contains($0) } == true ? NaiveLedger.erased("-") : identifier
    }
    for (reference, decision) in decisions {
      var post = decision.post
      post.member = replaced(post.member, of: decision.member, at: decision.sequence)
      post.counterparty = replaced(post.counterparty, of: decision.member, at: decision.sequence)
      // A refused `unlink` keeps the other name as a text.
      if case .refused = decision.answer, post.kind == .unlink,
        decision.member.map({ person.contains($0) }) == true,
        let other = decision.post.counterparty, !periods.values.contains(other)
      {
        post.counterparty = NaiveLedger.erased("-")
      }
      decisions[reference]?.post = post
    }
    for (index, member) in members.enumerated() {
      members[index].identifiers = member.identifiers.map { identifier in
        guard let period = naming(identifier, at: entries.count)?.period, periods[period] != nil
        else { return identifier }
        return replacement(period)
      }
    }
    func renamed(_ entry: NaiveEntry) -> NaiveEntry {
      var entry = entry
      for index in entry.namings.indices where periods[entry.namings[index].period] != nil {
        entry.namings[index].identifier = replacement(entry.namings[index].period)
      }
      return entry
    }
    namings = namings.map(renamed)
    entries = entries.map(renamed)
  }

  /// The naming by which the identifier named a member for the post at a sequence number; nil if it
  /// named none. What the post itself begins counts, what it ends does not count yet.
  private func naming(_ identifier: MemberIdentifier, at sequence: Int) -> NaiveNaming? {
    var found: NaiveNaming?
    for entry in namings where entry.sequence <= sequence {
      for naming in entry.namings where naming.identifier == identifier {
        if naming.member == nil, entry.sequence == sequence { continue }
        found = naming.member == nil ? nil : naming
      }
    }
    return found
  }
}
