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
        var object = JSONObjectWriter(&output.bytes)
        object.lot(lot, scale: scale, to: &output.bytes)
        object.end(&output.bytes)
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
}

extension JSONObjectWriter {
  /// Appends the keys of a lot.
  mutating func lot(_ lot: LotView, scale: UInt8, to output: inout [UInt8]) {
    integer("origin", lot.origin.value, to: &output)
    optional("reference", lot.originReference?.description, to: &output)
    string("remaining", lot.remaining.text(scale: scale), to: &output)
    string("held", lot.held.text(scale: scale), to: &output)
    string("activates", lot.activates.description, to: &output)
    optional("expires", lot.expires?.description, to: &output)
    boolean("pending", lot.isPending, to: &output)
  }
}
