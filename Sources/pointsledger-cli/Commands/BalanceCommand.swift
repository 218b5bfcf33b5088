import ArgumentParser
import PointsLedger

struct BalanceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "balance", abstract: "One account.",
    discussion: """
      Example:
        pointsledger balance shop 4711 --as-of 2026-01-01
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The member's identifier.", transform: Parsing.member)
  var member: MemberIdentifier

  @OptionGroup var view: ViewOptions

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let units = Units(of: ledger)
    let unit = try units.chosen(view.unit)
    let found = try ledger.balance(
      of: member, unit: unit, asOf: view.asOf, atSequence: view.atSequence)
    guard let balance = found else {
      throw LedgerError(.unknownMember, "there is no member \(member) in \(target.ledger)")
    }
    let scale = units.scale(of: unit)
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.account(member, unit, balance, scale: scale, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("member", member.description)
      listing.add("unit", unit.description)
      for (name, points) in balance.named { listing.add(name, points.text(scale: scale)) }
      try listing.write(to: &output)
    }
    try output.flush()
  }
}
