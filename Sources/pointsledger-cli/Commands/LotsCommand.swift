import ArgumentParser
import PointsLedger

struct LotsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lots", abstract: "An account's lots, in the order in which they are taken.",
    discussion: """
      Example:
        pointsledger lots shop 4711
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
    let lots = try ledger.lots(
      of: member, unit: unit, asOf: view.asOf, atSequence: view.atSequence)
    let scale = units.scale(of: unit)
    var output = Output()
    var table = Table([
      ("origin", .right), ("reference", .left), ("remaining", .right), ("held", .right),
      ("activates", .left), ("expires", .left),
    ])
    for lot in lots {
      if target.json {
        write(lot, scale, &output)
        try output.line("")
      } else {
        try table.add(
          [
            lot.origin.description, lot.originReference?.description ?? "",
            lot.remaining.text(scale: scale), lot.held.text(scale: scale),
            lot.activates.description, lot.expires?.description ?? "never",
          ], to: &output)
      }
    }
    if !target.json { try table.flush(to: &output) }
    try output.flush()
  }

  private func write(_ lot: LotView, _ scale: UInt8, _ output: inout Output) {
    var object = JSONObjectWriter(&output.bytes)
    object.integer("origin", lot.origin.value, to: &output.bytes)
    object.optional("reference", lot.originReference?.description, to: &output.bytes)
    object.string("remaining", lot.remaining.text(scale: scale), to: &output.bytes)
    object.string("held", lot.held.text(scale: scale), to: &output.bytes)
    object.string("activates", lot.activates.description, to: &output.bytes)
    object.optional("expires", lot.expires?.description, to: &output.bytes)
    object.boolean("pending", lot.isPending, to: &output.bytes)
    object.end(&output.bytes)
  }
}
