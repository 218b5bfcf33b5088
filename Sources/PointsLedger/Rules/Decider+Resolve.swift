extension Decider {
  /// Finds the unit, members and entries that a post names, in the order of decisions up to
  /// `frozen`, and the instant at which it is decided. Returns the refusal, or nil.
  mutating func resolve(
    _ item: inout PostContext, _ reader: some RecordReader
  ) throws(LedgerError) -> RefusalCode? {
    // All names are resolved before the first refusal, so that a `refusal` entry keeps them.
    if let original = item.post.original?.text {
      item.original = try record(reference: original, reader)
    }
    let unitCode = resolveUnit(&item)
    let number = item.post.member.flatMap { state.loadCurrentIdentifier($0.text) }
    if let number { setMember(&item, number) }
    let otherNumber = item.post.counterparty.flatMap { state.loadCurrentIdentifier($0.text) }
    if let otherNumber { setCounterparty(&item, otherNumber) }
    let lots = try resolveLots(&item, reader)
    setAccounts(&item)
    for index in 0..<item.accounts.count {
      let number = item.accounts[index]
      state.load(account: number)
      // No entry may be effective before the latest entry of its account.
      item.effective = max(item.effective, state.accounts.look(number) { $0.settled })
    }
    item.effective = max(item.effective, state.closedBefore)
    waitForIdentifiers(&item, number, otherNumber)

    if let unitCode { return unitCode }
    // An entry of a post that names what was dropped would depend on what the base still knows.
    if namesDropped(lots, item) { return .compactedReference }
    if let code = memberRefusal(item) { return code }
    if let code = counterpartyRefusal(item) { return code }
    if let code = originalRefusal(item) { return code }
    if let code = try namedLotsRefusal(lots, item, reader) { return code }
    return frozenRefusal(item)
  }

  /// Finds the entries that `post.lots` refer to: for each its sequence number, or nil if there is
  /// none. The post names none unless all are there.
  private func resolveLots(
    _ item: inout PostContext, _ reader: some RecordReader
  ) throws(LedgerError) -> [UInt64?] {
    guard item.post.hasRare else { return [] }
    var found: [UInt64?] = []
    for lot in item.post.lots {
      found.append(try record(reference: lot.text, reader)?.sequence)
    }
    if !found.contains(nil) { item.namedLots = found.compactMap(\.self) }
    return found
  }

  private func resolveUnit(_ item: inout PostContext) -> RefusalCode? {
    switch item.post.kind {
    case .opening, .earn, .adjust, .redeem, .hold, .capture, .release, .reverse, .extend,
      .transfer:
      break
    default: return nil
    }
    guard let code = item.post.unit else {
      item.unit = item.original.flatMap { $0.unit ?? $0.askedUnit } ?? 0
      return state.units.isEmpty ? .unknownUnit : nil
    }
    item.unit = state.unitNumber(code)
    return item.unit == nil ? .unknownUnit : nil
  }

  private func setMember(_ item: inout PostContext, _ number: UInt32) {
    let member = state.owner(ofIdentifier: number)
    item.member = member
    let first = state.members.look(Int(member)) { $0.firstIdentifier }
    item.identifier = number == first ? nil : number
  }

  private func setCounterparty(_ item: inout PostContext, _ number: UInt32) {
    let member = state.owner(ofIdentifier: number)
    item.counterparty = member
    let first = state.members.look(Int(member)) { $0.firstIdentifier }
    item.counterpartyIdentifier = number == first ? nil : number
  }

  /// Finds the existing accounts that a post is about: the member's, then the counterparty's; for a
  /// merge, all accounts of both.
  private func setAccounts(_ item: inout PostContext) {
    if item.post.kind == .merge {
      for case let member? in [item.member, item.counterparty] {
        for unit in state.units.indices {
          guard let number = state.accountNumber(of: member, unit: UInt8(unit)) else { continue }
          item.accounts.append(number)
        }
      }
      return
    }
    guard let unit = item.unit, let member = item.member else { return }
    if let number = state.accountNumber(of: member, unit: unit) {
      item.account = number
      item.accounts.append(number)
    }
    let other: UInt32?
    switch item.post.kind {
    case .transfer: other = item.counterparty
    case .reverse where item.original?.kind == .transfer:
      other = item.original?.counterparty.map { state.survivor(of: $0) }
    default: other = nil
    }
    if let other, other != member, let number = state.accountNumber(of: other, unit: unit) {
      item.accounts.append(number)
    }
  }

  private func memberRefusal(_ item: borrowing PostContext) -> RefusalCode? {
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

  private func counterpartyRefusal(_ item: borrowing PostContext) -> RefusalCode? {
    switch item.post.kind {
    case .transfer, .merge:
      guard let other = item.counterparty else { return .unknownMember }
      return other == item.member ? .sameMember : nil
    case .link: return item.counterparty == nil ? nil : .identifierTaken
    case .unlink: return item.counterparty == item.member ? nil : .unknownMember
    default: return nil
    }
  }

  private func originalRefusal(_ item: borrowing PostContext) -> RefusalCode? {
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

  /// The sequence number of the first entry to which posts may refer: those before were dropped, or
  /// are about to be.
  private var cut: UInt64 { max(state.dropped?.end ?? 0, pendingCut) }

  /// Whether the original, or one of the lots, that a post names was dropped. A credit of which a
  /// lot is alive can be extended, and named as a lot.
  ///
  /// - Parameter lots: The entries of the named lots; nil for one that is not there.
  private func namesDropped(_ lots: [UInt64?], _ item: borrowing PostContext) -> Bool {
    func wasDropped(_ reference: Reference, _ sequence: UInt64?, mayLive: Bool) -> Bool {
      guard let sequence else { return state.wasDropped(reference.text) }
      return sequence < cut && !(mayLive && hasLot(from: sequence, item))
    }
    if let reference = item.post.original,
      wasDropped(reference, item.original?.sequence, mayLive: item.post.kind == .extend)
    {
      return true
    }
    guard !lots.isEmpty else { return false }
    return zip(item.post.lots, lots).contains { wasDropped($0, $1, mayLive: true) }
  }

  /// Whether a live lot on the post's account originates in the entry.
  private func hasLot(from sequence: UInt64, _ item: borrowing PostContext) -> Bool {
    guard let account = item.account else { return false }
    return state.accounts.look(account) { $0.hasLot(from: sequence, at: item.effective) }
  }

  /// The refusal for the first of the named lots' entries that cannot be one.
  private func namedLotsRefusal(
    _ lots: [UInt64?], _ item: borrowing PostContext, _ reader: some RecordReader
  ) throws(LedgerError) -> RefusalCode? {
    for sequence in lots {
      guard let sequence else { return .unknownOriginal }
      if hasLot(from: sequence, item) { continue }
      let origin = try record(at: sequence, reader)
      guard let owner = origin.member, state.survivor(of: owner) == item.member,
        origin.unit == item.unit, origin.originatesLots
      else { return .unknownOriginal }
    }
    return nil
  }

  private func frozenRefusal(_ item: borrowing PostContext) -> RefusalCode? {
    func freeze(_ member: UInt32?) -> Member.Freeze {
      member.map { state.members.look(Int($0)) { $0.freeze } } ?? .none
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
  /// Whether the entry makes a lot of its own.
  package var isCredit: Bool {
    switch kind {
    case .opening, .earn: true
    case .adjust: change > 0
    default: false
    }
  }

  /// Whether lots name the entry as their origin: it is a credit, or a reversal that reissued.
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
