/// Balances that somebody else has computed: a CSV file with the columns `member`, `unit` (empty:
/// the first) and `available`.
package struct BalanceAssertions {
  private struct Account: Hashable {
    let member: MemberIdentifier
    let unit: UnitCode
  }

  /// An account that differs.
  package struct Difference: Sendable {
    package let member: MemberIdentifier
    package let unit: UnitCode
    /// 0 for an account that the file does not list.
    package let expected: Points
    /// 0 for an account that the ledger does not have.
    package let found: Points
    /// Where the file lists it; nil: nowhere.
    package let line: Int?
  }

  private var expected: [Account: (available: Points, line: Int)] = [:]
  /// In the file's order.
  private var listed: [Account] = []

  /// The number of accounts that the file lists.
  package var count: Int { listed.count }

  /// Reads the file. An account may stand in it once.
  package init(source: @escaping ByteSource, units: [UnitInfo]) throws(InterchangeError) {
    var reader = try CSVReader(
      source: source, needed: ["member", "available"], known: ["member", "unit", "available"])
    while try reader.nextRecord() {
      func wrong(_ column: String, _ why: String) -> InterchangeError {
        InterchangeError(
          line: reader.line, column: column,
          problem: .badValue(reader.text(column) ?? "", why))
      }
      guard let member = MemberIdentifier(reader.text("member") ?? "") else {
        throw wrong("member", "not 1 to \(InlineText.maximumByteCount) bytes")
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

  /// The accounts in which `balances` differ: first those listed, in the file's order, then those
  /// that are not listed and have something available.
  package func differences(from balances: [AccountBalance]) -> [Difference] {
    var found: [Account: Points] = [:]
    var others: [Difference] = []
    for item in balances {
      let account = Account(member: item.member, unit: item.unit)
      if expected[account] != nil {
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
      let actual = found[account] ?? .zero
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
