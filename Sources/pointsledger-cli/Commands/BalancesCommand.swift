import ArgumentParser
import PointsLedger

struct BalancesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "balances", abstract: "Every account, sorted by member.",
    discussion: """
      Example:
        pointsledger balances shop --as-of 2026-01-01 --json
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "Only this unit; left out: all.", transform: Parsing.unit)
  var unit: UnitCode?

  @OptionGroup var moment: MomentOptions

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let units = Units(of: ledger)
    let unit = try unit.map { try units.chosen($0) }
    let balances = try ledger.balances(asOf: moment.asOf, atSequence: moment.atSequence)
    var output = Output()
    var table = Table(
      [("member", .left), ("unit", .left)]
        + Balance.zero.named.map { ($0.0, Table.Alignment.right) })
    for account in balances where unit == nil || account.unit == unit {
      let scale = units.scale(of: account.unit)
      if target.json {
        var object = JSONObjectWriter(&output.bytes)
        object.account(
          account.member, account.unit, account.balance, scale: scale, to: &output.bytes)
        object.end(&output.bytes)
        try output.line("")
      } else {
        let points = account.balance.named.map { $0.1.text(scale: scale) }
        try table.add(
          [account.member.description, account.unit.description] + points, to: &output)
      }
    }
    if !target.json { try table.flush(to: &output) }
    try output.flush()
  }
}
