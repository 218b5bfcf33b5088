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

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let units = Units(of: ledger)
    var output = Output()
    var table = Table([
      ("member", .left), ("unit", .left), ("reference", .left), ("points", .right),
      ("left", .right), ("expires", .left),
    ])
    for hold in try holds(in: ledger, units) {
      let scale = units.scale(of: hold.unit)
      if target.json {
        var object = JSONObjectWriter(&output.bytes)
        object.hold(hold, scale: scale, to: &output.bytes)
        object.end(&output.bytes)
        try output.line("")
      } else {
        try table.add(
          [
            hold.member.description, hold.unit.description, hold.reference?.description ?? "",
            hold.points.text(scale: scale), hold.left.text(scale: scale),
            hold.expires.description,
          ], to: &output)
      }
    }
    if !target.json { try table.flush(to: &output) }
    try output.flush()
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
