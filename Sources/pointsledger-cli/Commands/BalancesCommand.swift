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

  @OptionGroup var rows: RowOptions

  func validate() throws { try rows.check(json: target.json) }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let units = Units(of: ledger)
    let unit = try unit.map { try units.chosen($0) }
    let balances = try ledger.balances(asOf: moment.asOf, atSequence: moment.atSequence)
    var output = Output()
    var writer = ReportWriter(
      rows.mode(json: target.json),
      [.text("member"), .text("unit")] + Balance.zero.named.map { .amount($0.0) })
    try writer.begin(&output)
    for account in balances where unit == nil || account.unit == unit {
      let scale = units.scale(of: account.unit)
      try writer.add(
        [.text(account.member.description), .text(account.unit.description)]
          + account.balance.named.map { .text($0.1.text(scale: scale)) }, to: &output)
    }
    try writer.end(&output)
  }
}
