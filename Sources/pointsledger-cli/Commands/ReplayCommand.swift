import ArgumentParser
import PointsLedger

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Rebuild the state from the log alone.",
    discussion: """
      With --assert the balances are compared with a CSV file (member,unit,available): every account \
      that it lists has to be as it says, every other one has to have nothing available. A member is \
      meant by any identifier; --separator, --decimal and --columns are as for import. The balances are as of now, unless --as-of or --until says otherwise.

      At an instant --until and --as-of mean the same: what was effective later is left out. \
      --until with an entry leaves out what was posted after it; --as-of may be added to that.

      Example:
        pointsledger replay shop --until 2026-01-01 --assert balances.csv
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "Up to this entry, or up to this instant.", transform: LimitArgument.init)
  var until: LimitArgument?

  @Option(name: .customLong("assert"), help: "The CSV file; - is standard input.")
  var assertions: String?

  @OptionGroup var shape: ShapeOptions

  @Option(help: "Leave out what was effective later.", transform: DateArgument.init)
  var asOf: DateArgument?

  @OptionGroup var zone: ZoneOption

  /// The most differences that are listed.
  private static let named = 20

  func run() throws {
    if assertions == nil, let option = shape.given {
      throw CommandFailure(.usage, "\(option) is for the file of --assert: name that, too")
    }
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    let expected = try readAssertions(ledger)
    let start = ContinuousClock.now
    let (result, shown) = try ledger.replay(
      until: until?.limit(in: zone.timeZone), asOf: zone.instant(asOf),
      naming: expected?.identifiers ?? [])
    let seconds = (ContinuousClock.now - start).secondsText
    let differences = expected?.differences(from: result.balances, shown: shown)
    let failure = differences.flatMap { self.failure($0, Units(of: ledger)) }
    try report(result, seconds, differences?.count, failure, Units(of: ledger))
    if let failure { throw failure }
  }

  private func readAssertions(_ ledger: Ledger) throws -> BalanceAssertions? {
    guard let assertions else { return nil }
    let input = try InputFile(assertions)
    do throws(InterchangeError) {
      return try BalanceAssertions(
        source: input.source, shape: shape.shape, units: ledger.units)
    } catch {
      if case .inputOutput = error.problem {
        throw CommandFailure(
          .inputOutput, "\(input.name): \(error)", at: FailurePlace(file: input.name))
      }
      throw CommandFailure(
        .badData, "\(input.name): \(error)", at: FailurePlace(error, in: input.name))
    }
  }

  private func report(
    _ result: ReplayResult, _ seconds: String, _ differences: Int?, _ failure: CommandFailure?,
    _ units: Units
  ) throws {
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.integer("entries", result.entries, to: &output.bytes)
      object.key("totals", to: &output.bytes)
      output.append("[")
      for (index, total) in result.totals.enumerated() {
        if index > 0 { output.append(",") }
        var item = JSONObjectWriter(&output.bytes)
        item.optional("unit", total.unit?.description, to: &output.bytes)
        item.string("kind", total.kind.name, to: &output.bytes)
        item.integer("count", total.count, to: &output.bytes)
        item.string("points", units.text(total.points, total.unit), to: &output.bytes)
        item.end(&output.bytes)
      }
      output.append("]")
      object.string("stateDigest", result.stateDigest.description, to: &output.bytes)
      if let differences { object.integer("differences", differences, to: &output.bytes) }
      object.literal("seconds", seconds.utf8, to: &output.bytes)
      failure?.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var table = Table([
        ("unit", .left), ("kind", .left), ("count", .right), ("points", .right),
      ])
      for total in result.totals {
        try table.add(
          [
            total.unit?.description ?? "", total.kind.name, String(total.count),
            units.text(total.points, total.unit),
          ], to: &output)
      }
      try table.flush(to: &output)
      var listing = Listing()
      listing.add("entries", String(result.entries))
      listing.add("state digest", result.stateDigest.description)
      if let differences { listing.add("differences", String(differences)) }
      listing.add("seconds", seconds)
      try listing.write(to: &output)
    }
    try output.flush()
  }

  /// Nil if nothing differs.
  private func failure(
    _ differences: [BalanceAssertions.Difference], _ units: Units
  ) -> CommandFailure? {
    guard let first = differences.first else { return nil }
    let name = assertions == "-" ? "standard input" : assertions ?? ""
    var lines = differences.prefix(Self.named).map { difference in
      let place = difference.line.map { "line \($0)" } ?? "not listed"
      return
        "\(name): \(place): member \(VisibleText.escaped(difference.member.description)), "
        + "unit \(difference.unit): expected \(units.text(difference.expected, difference.unit)), "
        + "found \(units.text(difference.found, difference.unit))"
    }
    if differences.count > Self.named {
      lines.append(
        Count.rest(
          of: differences.count, listed: Self.named, "difference", "differences"))
    }
    return CommandFailure(
      .refused, lines.joined(separator: "\n"), code: "balancesDiffer",
      at: FailurePlace(file: name, line: first.line)
    ).written
  }
}
