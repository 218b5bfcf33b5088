import ArgumentParser
import PointsLedger

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make an empty ledger.",
    discussion: """
      Example:
        pointsledger init shop --name "Corner Shop" --unit points \\
          --unit miles:2 --inactivity 365
      """)

  /// A unit as given on the command line: `points`, `miles:2`.
  struct UnitOption {
    let code: UnitCode
    let scale: UInt8
  }

  @OptionGroup var target: LedgerArgument

  @Option(help: "A name for people.")
  var name = ""

  @Option(
    name: .customLong("unit"),
    help: ArgumentHelp(
      "A unit and its decimals, 0 to 6; the first is the default one. Without any: points.",
      valueName: "code[:scale]"), transform: Self.unitOption)
  var units: [UnitOption] = []

  @Option(help: "Lots expire after so many days without activity.")
  var inactivity: UInt32?

  func run() throws {
    var definitions: [UnitDefinition] = []
    let chosen = units.isEmpty ? [UnitOption(code: .points, scale: 0)] : units
    for unit in chosen {
      guard !definitions.contains(where: { $0.code == unit.code }) else {
        throw CommandFailure(.usage, "--unit \(unit.code) stands there twice: remove one")
      }
      let terms = UnitTerms(scale: unit.scale, inactivityDays: inactivity)
      definitions.append(UnitDefinition(unit.code, terms: terms))
    }
    if let inactivity, inactivity < 1 || inactivity > UnitTerms.maximumDays {
      throw CommandFailure(
        .usage, "--inactivity \(inactivity): write 1 to \(UnitTerms.maximumDays) days")
    }
    let options = try Ledger.Options.commandLine
    let made = try Ledger.create(
      at: target.ledger, name: name, units: definitions, options: options)
    // The ledger is created durably, even if closing it fails.
    do { try made.close() } catch {}
    try CommandFailure.addingTo("\(target.ledger) was made") { try report(chosen) }
  }

  private func report(_ chosen: [UnitOption]) throws {
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.string("ledger", target.ledger, to: &output.bytes)
      object.string("name", name, to: &output.bytes)
      object.key("units", to: &output.bytes)
      for (index, unit) in chosen.enumerated() {
        output.append(index == 0 ? "[" : ",")
        var item = JSONObjectWriter(&output.bytes)
        item.string("unit", unit.code.description, to: &output.bytes)
        item.integer("scale", unit.scale, to: &output.bytes)
        item.end(&output.bytes)
      }
      output.append("]")
      object.end(&output.bytes)
      try output.line("")
    } else {
      let names = chosen.map { "\($0.code) (scale \($0.scale))" }.joined(separator: ", ")
      try output.paragraph(Terminal.visible("made \(target.ledger): \(names)"))
    }
    try output.flush()
  }

  private static func unitOption(_ text: String) throws -> UnitOption {
    let colon = text.lastIndex(of: ":")
    let code = try Parsing.unit(String(text[..<(colon ?? text.endIndex)]))
    guard let colon else { return UnitOption(code: code, scale: 0) }
    guard let scale = UInt8(text[text.index(after: colon)...]), scale <= UnitTerms.maximumScale
    else {
      throw ValidationError("a scale is a number from 0 to \(UnitTerms.maximumScale)")
    }
    return UnitOption(code: code, scale: scale)
  }
}
