internal import LedgerStorage

extension Ledger {
  /// Returns the open holds of one account, the first deadline first. The parameters are those of
  /// `balance`.
  ///
  /// - Returns: An empty array if there is no such account.
  /// - Throws: As `balance`, and `unknownMember`.
  public func holds(
    of member: MemberIdentifier, unit: UnitCode? = nil, asOf instant: Instant? = nil,
    atSequence sequence: SequenceNumber? = nil
  ) throws(LedgerError) -> [HoldView] {
    let moment = try moment(asOf: instant, atSequence: sequence)
    guard let account = try account(of: member, unit: unit, at: moment) else { return [] }
    return try views(of: account, member)
  }

  /// Returns the open holds of all members, sorted by member, then in the order of the units, then
  /// the first deadline first. The parameters are those of `balance`.
  ///
  /// - Throws: `outOfRange`, `closed`, `damaged`, `inputOutput`.
  public func holds(
    asOf instant: Instant? = nil, atSequence sequence: SequenceNumber? = nil
  ) throws(LedgerError) -> [HoldView] {
    let moment = try moment(asOf: instant, atSequence: sequence)
    let (accounts, names) = try accounts(at: moment)
    var open: [(member: MemberIdentifier, account: Account)] = []
    for var account in accounts where !account.holds.isEmpty {
      try advance(&account, to: moment.instant(of: account))
      open.append((MemberIdentifier(names[Int(account.member)]), account))
    }
    open.sort { ($0.member, $0.account.unit) < ($1.member, $1.account.unit) }
    var result: [HoldView] = []
    for (member, account) in open { result += try views(of: account, member) }
    return result
  }

  private func views(
    of account: Account, _ member: MemberIdentifier
  ) throws(LedgerError) -> [HoldView] {
    guard !account.holds.isEmpty else { return [] }
    let unit = units[Int(account.unit)].code
    var views: [HoldView] = []
    for hold in account.holds.byDeadline {
      let record = try log.record(at: hold.sequence)
      views.append(
        HoldView(
          member: member, unit: unit, sequence: SequenceNumber(hold.sequence),
          reference: record.reference.map { Reference($0) },
          points: Points(minorUnits: record.amount), left: Points(minorUnits: hold.points),
          expires: Instant(clamping: hold.deadline)))
    }
    return views
  }
}
