/// Balances computed elsewhere, to compare with: a CSV file with the columns `member`, `unit`
/// (empty: the first) and `available`.
package struct BalanceAssertions {
  private struct Account: Hashable {
    let member: MemberIdentifier
    let unit: UnitCode
  }

  /// An account whose balances differ.
  package struct Difference: Sendable {
    package let member: MemberIdentifier
    package let unit: UnitCode
    /// 0 for an account that is not in the file.
    package let expected: Points
    /// 0 for an account that is not in the ledger.
    package let found: Points
    /// The line in the file; nil if the file does not list the account.
    package let line: Int?
  }

  private var expected: [Account: (available: Points, line: Int)] = [:]
  /// In the order of the file.
  private var listed: [Account] = []

  /// The identifiers that the file lists, any of a member.
  package var identifiers: [MemberIdentifier] { listed.map(\.member) }

  /// The number of accounts that the file lists.
  package var count: Int { listed.count }

  /// Reads the file. Each account may occur once.
  package init(
    source: @escaping ByteSource, shape: CSVShape = CSVShape(), units: [UnitInfo]
  ) throws(InterchangeError) {
    var reader = try CSVReader(
      source: source, shape: shape, needed: ["member", "available"],
      known: ["member", "unit", "available"])
    while case .row = try reader.nextRecord() {
      func wrong(_ column: String, _ why: String) -> InterchangeError {
        InterchangeError(
          line: reader.line, column: column,
          problem: .badValue(reader.text(column) ?? "", why))
      }
      guard let member = MemberIdentifier(reader.text("member") ?? "") else {
        throw wrong("member", "no identifier: \(InlineText.nameRule)")
      }
      let code = reader.text("unit") ?? ""
      guard let unit = units.first(where: { code.isEmpty || $0.code.description == code }) else {
        throw wrong("unit", "the ledger has no such unit")
      }
      let available: Points
      do throws(PointsTextError) {
        available = try Points(reader.text("available") ?? "", scale: UInt8(clamping: unit.scale))
      } catch {
        throw wrong("available", error.description)
      }
      let account = Account(member: member, unit: unit.code)
      guard expected.updateValue((available, reader.line), forKey: account) == nil else {
        throw wrong("member", "listed twice: remove one")
      }
      listed.append(account)
    }
  }

  /// The accounts in which `balances` differ: first the listed ones, in the order of the file, then
  /// those that are not listed and have available points.
  ///
  /// - Parameter shown: The identifier under which `balances` has the member of each identifier in
  ///   the file.
  package func differences(
    from balances: [AccountBalance], shown: [MemberIdentifier: MemberIdentifier]
  ) -> [Difference] {
    func asShown(_ account: Account) -> Account {
      Account(member: shown[account.member] ?? account.member, unit: account.unit)
    }
    let wanted = Set(listed.map(asShown))
    var found: [Account: Points] = [:]
    var others: [Difference] = []
    for item in balances {
      let account = Account(member: item.member, unit: item.unit)
      if wanted.contains(account) {
        found[account] = item.balance.available
      } else if item.balance.available != .zero {
        others.append(
          Difference(
            member: item.member, unit: item.unit, expected: .zero, found: item.balance.available,
            line: nil))
      }
    }
    var result: [Difference] = []
    for account in listed {
      guard let (available, line) = expected[account] else { continue }
      let actual = found[asShown(account)] ?? .zero
      if actual != available {
        result.append(
          Difference(
            member: account.member, unit: account.unit, expected: available, found: actual,
            line: line))
      }
    }
    return result + others
  }
}
