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

  @OptionGroup var rows: RowOptions

  func validate() throws { try rows.check(json: target.json) }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let units = Units(of: ledger)
    let unit = try units.chosen(view.unit)
    let lots = try ledger.lots(
      of: member, unit: unit, asOf: view.asOf, atSequence: view.atSequence)
    let scale = units.scale(of: unit)
    var output = Output()
    let mode = rows.mode(json: target.json)
    var writer = ReportWriter(
      mode,
      [
        .amount("origin"), .text("reference"), .amount("remaining"), .amount("held"),
        .text("activates"), .text("expires"), .data("pending"),
      ])
    try writer.begin(&output)
    for lot in lots {
      let never = mode == .table ? ReportWriter.Value.text("never") : .none
      try writer.add(
        [
          .number(lot.origin.value), .init(lot.originReference?.description),
          .text(lot.remaining.text(scale: scale)), .text(lot.held.text(scale: scale)),
          .text(lot.activates.description),
          lot.expires.map { .text($0.description) } ?? never, .boolean(lot.isPending),
        ], to: &output)
    }
    try writer.end(&output)
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
