import ArgumentParser
import PointsLedger

struct HoldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holds", abstract: "Open holds: a member's, or all, sorted by member.",
    discussion: """
      Examples:
        pointsledger holds shop 4711
        pointsledger holds shop --as-of 2026-01-01 --json
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(
    help: "The member's identifier; left out: all members, in all units.",
    transform: Parsing.member)
  var member: MemberIdentifier?

  @OptionGroup var view: ViewOptions

  @OptionGroup var rows: RowOptions

  func validate() throws { try rows.check(json: target.json) }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let units = Units(of: ledger)
    var output = Output()
    var writer = ReportWriter(
      rows.mode(json: target.json),
      [
        .text("member"), .text("unit"),
        .dataAmount("sequence"), .text("reference"),
        .amount("points"), .amount("left"), .text("expires"),
      ])
    try writer.begin(&output)
    for hold in try holds(in: ledger, units) {
      let scale = units.scale(of: hold.unit)
      try writer.add(
        [
          .text(hold.member.description), .text(hold.unit.description),
          .number(hold.sequence.value), .init(hold.reference?.description),
          .text(hold.points.text(scale: scale)), .text(hold.left.text(scale: scale)),
          .text(hold.expires.description),
        ], to: &output)
    }
    try writer.end(&output)
  }

  private func holds(in ledger: Ledger, _ units: Units) throws -> [HoldView] {
    if let member {
      return try ledger.holds(
        of: member, unit: units.chosen(view.unit), asOf: view.asOf, atSequence: view.atSequence)
    }
    let unit = try view.unit.map { try units.chosen($0) }
    return try ledger.holds(asOf: view.asOf, atSequence: view.atSequence)
      .filter { unit == nil || $0.unit == unit }
  }
}

extension JSONObjectWriter {
  /// Appends the keys of a hold.
  mutating func hold(_ hold: HoldView, scale: UInt8, to output: inout [UInt8]) {
    string("member", hold.member.description, to: &output)
    string("unit", hold.unit.description, to: &output)
    integer("sequence", hold.sequence.value, to: &output)
    optional("reference", hold.reference?.description, to: &output)
    string("points", hold.points.text(scale: scale), to: &output)
    string("left", hold.left.text(scale: scale), to: &output)
    string("expires", hold.expires.description, to: &output)
  }
}
