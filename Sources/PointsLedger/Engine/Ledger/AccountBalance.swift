/// An account and its balance.
public struct AccountBalance: Hashable, Sendable, Codable {
  public let member: MemberIdentifier
  public let unit: UnitCode
  let unitNumber: UInt8
  public let balance: Balance
}

extension AccountBalance {
  /// Returns the balances of accounts, sorted by member and then in the order of the units.
  ///
  /// - Parameters:
  ///   - moment: At or after the settled instant of each account.
  ///   - names: The members' names, by member number.
  ///   - units: The units' codes, by unit number.
  static func list(
    of accounts: some Sequence<Account>, at moment: Ledger.Moment, names: [InlineText],
    units: [UnitCode]
  ) throws(Account.Contradiction) -> [AccountBalance] {
    var rows: [AccountBalance] = []
    rows.reserveCapacity(accounts.underestimatedCount)
    for account in accounts {
      rows.append(
        AccountBalance(
          member: MemberIdentifier(names[Int(account.member)]), unit: units[Int(account.unit)],
          unitNumber: account.unit,
          balance: try account.settledBalance(at: moment.instant(of: account))))
    }
    rows.sort { ($0.member, $0.unitNumber) < ($1.member, $1.unitNumber) }
    return rows
  }
}
