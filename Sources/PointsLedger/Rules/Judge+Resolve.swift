extension Judge {
  /// Finds the unit, members and entries that a post names, in the order of judgement up to
  /// `frozen`, and the instant at which it is judged. Returns why it is refused, or nil.
  mutating func resolve(
    _ item: inout Case, _ reader: some RecordReader
  ) throws(LedgerError) -> RefusalCode? {
    let post = item.post
    // All names are resolved before the first refusal, so that a `refusal` entry keeps them.
    let unitCode = resolveUnit(&item)
    if let member = post.member?.text, let number = state.currentIdentifier(member) {
      state.load(identifier: number)
      setMember(&item, number)
    }
    if let other = post.counterparty?.text, let number = state.currentIdentifier(other) {
      state.load(identifier: number)
      setCounterparty(&item, number)
    }
    if let original = post.original?.text {
      item.original = try record(reference: original, reader)
    }
    var unknownLot = false
    for lot in post.lots {
      if let found = try record(reference: lot.text, reader) {
        item.namedLots.append(found.sequence)
      } else {
        unknownLot = true
      }
    }
    if unknownLot { item.namedLots = [] }
    item.accounts = accounts(of: item)
    for number in item.accounts { state.load(account: number) }
    item.effective = effective(item)

    if let unitCode { return unitCode }
    if let code = memberRefusal(item) { return code }
    if let code = counterpartyRefusal(item) { return code }
    if let code = originalRefusal(item) { return code }
    if unknownLot { return .unknownOriginal }
    if let code = try namedLotsRefusal(item, reader) { return code }
    return frozenRefusal(item)
  }

  private func resolveUnit(_ item: inout Case) -> RefusalCode? {
    switch item.post.kind {
    case .opening, .earn, .adjust, .redeem, .hold, .capture, .release, .reverse, .extend,
      .transfer:
      break
    default: return nil
    }
    guard let code = item.post.unit else {
      item.unit = 0
      return state.units.isEmpty ? .unknownUnit : nil
    }
    item.unit = state.unitNumber(code)
    return item.unit == nil ? .unknownUnit : nil
  }

  private func setMember(_ item: inout Case, _ number: UInt32) {
    let member = state.survivor(of: state.identifiers[Int(number)].member)
    item.member = member
    let first = state.members[Int(member)].firstIdentifier
    item.identifier = number == first ? nil : number
  }

  private func setCounterparty(_ item: inout Case, _ number: UInt32) {
    let member = state.survivor(of: state.identifiers[Int(number)].member)
    item.counterparty = member
    let first = state.members[Int(member)].firstIdentifier
    item.counterpartyIdentifier = number == first ? nil : number
  }

  /// `occurred`, or the latest instant before which nothing may be effective any more.
  private func effective(_ item: Case) -> Int64 {
    item.accounts.reduce(max(item.occurred, state.closedBefore)) {
      max($0, state.accounts[$1].settled)
    }
  }

  /// The existing accounts that a post is about: the member's, then the counterparty's; of a merge
  /// all that the two have.
  private func accounts(of item: Case) -> [Int] {
    if item.post.kind == .merge {
      return [item.member, item.counterparty].flatMap { member in
        state.units.indices.compactMap { unit in
          member.flatMap { state.members[Int($0)].account(unit: UInt8(unit)) }
        }
      }
    }
    guard let unit = item.unit, let member = item.member else { return [] }
    var numbers: [Int] = []
    if let number = state.members[Int(member)].account(unit: unit) { numbers.append(number) }
    let other: UInt32?
    switch item.post.kind {
    case .transfer: other = item.counterparty
    case .reverse where item.original?.kind == .transfer:
      other = item.original?.counterparty.map { state.survivor(of: $0) }
    default: other = nil
    }
    if let other, other != member, let number = state.members[Int(other)].account(unit: unit) {
      numbers.append(number)
    }
    return numbers
  }

  private func memberRefusal(_ item: Case) -> RefusalCode? {
    switch item.post.kind {
    case .unit, .closePeriod: return nil
    case .enroll: return item.member == nil ? nil : .identifierTaken
    case .opening, .earn: break
    case .adjust:
      if (item.post.points?.minorUnits ?? 0) < 0, item.member == nil { return .unknownMember }
    default: return item.member == nil ? .unknownMember : nil
    }
    return item.member == nil && !enrollsUnknownMembers ? .unknownMember : nil
  }

  private func counterpartyRefusal(_ item: Case) -> RefusalCode? {
    switch item.post.kind {
    case .transfer, .merge:
      guard let other = item.counterparty else { return .unknownMember }
      return other == item.member ? .sameMember : nil
    case .link: return item.counterparty == nil ? nil : .identifierTaken
    case .unlink: return item.counterparty == item.member ? nil : .unknownMember
    default: return nil
    }
  }

  private func originalRefusal(_ item: Case) -> RefusalCode? {
    guard item.post.original != nil else { return nil }
    guard let original = item.original, let owner = original.member,
      state.survivor(of: owner) == item.member
    else { return .unknownOriginal }
    let fits: Bool
    switch item.post.kind {
    case .capture, .release: fits = original.kind == .hold
    case .extend: fits = original.isCredit
    default:
      guard original.isReversible else { return .notReversible }
      fits = true
    }
    return fits && original.unit == item.unit ? nil : .unknownOriginal
  }

  private func namedLotsRefusal(
    _ item: Case, _ reader: some RecordReader
  ) throws(LedgerError) -> RefusalCode? {
    guard !item.namedLots.isEmpty, let member = item.member, let unit = item.unit else {
      return nil
    }
    let account = state.members[Int(member)].account(unit: unit)
    for sequence in item.namedLots {
      if let account, state.accounts[account].hasLot(from: sequence, at: item.effective) {
        continue
      }
      let origin = try record(at: sequence, reader)
      guard let owner = origin.member, state.survivor(of: owner) == member, origin.unit == unit,
        origin.originatesLots
      else { return .unknownOriginal }
    }
    return nil
  }

  private func frozenRefusal(_ item: Case) -> RefusalCode? {
    func freeze(_ member: UInt32?) -> Member.Freeze {
      member.map { state.members[Int($0)].freeze } ?? .none
    }
    switch item.post.kind {
    case .redeem, .hold, .capture: return freeze(item.member) == .none ? nil : .memberFrozen
    case .opening, .earn: return freeze(item.member) == .all ? .memberFrozen : nil
    case .adjust:
      let stops: Member.Freeze = freeze(item.member)
      let isDebit = (item.post.points?.minorUnits ?? 0) < 0
      return stops == .all || (isDebit && stops == .debits) ? .memberFrozen : nil
    case .transfer:
      return freeze(item.member) != .none || freeze(item.counterparty) == .all
        ? .memberFrozen : nil
    case .merge:
      return freeze(item.member) != .none || freeze(item.counterparty) != .none
        ? .memberFrozen : nil
    default: return nil
    }
  }
}

extension Record {
  /// Whether it makes a lot of its own.
  package var isCredit: Bool {
    switch kind {
    case .opening, .earn: true
    case .adjust: change > 0
    default: false
    }
  }

  /// Whether lots name it as their origin: a credit, or a reversal that reissued.
  package var originatesLots: Bool {
    isCredit || (kind == .reverse && newLots.contains { $0.origin == sequence })
  }

  package var isReversible: Bool {
    switch kind {
    case .opening, .earn, .adjust, .redeem, .capture, .transfer: true
    default: false
    }
  }
}
