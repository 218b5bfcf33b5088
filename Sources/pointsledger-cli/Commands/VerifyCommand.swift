import ArgumentParser
import PointsLedger

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every byte and replay the rules.",
    discussion: """
      Example:
        pointsledger verify shop
      """)

  @OptionGroup var target: LedgerArgument

  @Flag(help: "Checksums and hashes only; the rules are not replayed.")
  var quick = false

  func run() throws {
    let report = Ledger.verify(at: target.ledger, quick: quick)
    // If there is no ledger, or it cannot be read, it is not a damaged one.
    if let failure = report.failure, !report.isVerdict { throw CommandFailure(failure) }
    let failure = report.isSound ? nil : Self.failure(report)
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.boolean("ok", report.isSound, to: &output.bytes)
      object.integer("entries", report.entries, to: &output.bytes)
      object.string("root", report.root?.description ?? "", to: &output.bytes)
      object.string("stateDigest", report.stateDigest?.description ?? "", to: &output.bytes)
      object.strings("problems", report.problems, to: &output.bytes)
      object.strings("notes", report.notes, to: &output.bytes)
      failure?.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("ok", report.isSound ? "yes" : "no")
      listing.add("entries", String(report.entries))
      listing.add("root", report.root?.description ?? "")
      listing.add("state digest", report.stateDigest?.description ?? "")
      for note in report.notes { listing.add("note", note) }
      try listing.write(to: &output)
    }
    try output.flush()
    if let failure { throw failure }
  }

  /// The most problems that a message lists.
  private static let named = 20

  private static func failure(_ report: VerifyReport) -> CommandFailure {
    var lines = report.problems.isEmpty ? ["the ledger is damaged"] : report.problems
    if lines.count > named {
      let rest = Count.rest(of: lines.count, listed: named, "problem", "problems")
      lines = lines.prefix(named) + [rest + "; --json lists all of them"]
    }
    return CommandFailure(
      .refused, lines.joined(separator: "\n"), code: "damaged", at: FailurePlace(report.place)
    ).written
  }
}
