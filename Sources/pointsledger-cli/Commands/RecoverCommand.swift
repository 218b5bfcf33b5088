import ArgumentParser
import PointsLedger

struct RecoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover", abstract: "Say how a ledger's log ends; save what a damaged one has.",
    discussion: """
      Says what the next writer would find and do, and does nothing. Verdicts: end (in order), torn \
      (an unfinished write, which goes to quarantine), ambiguous (an unfinished write, or rot: writing \
      waits for --accept-tail), beingWritten, damaged (entries cannot be read).

      Examples:
        pointsledger recover shop
        pointsledger recover shop --accept-tail
        pointsledger recover shop --salvage saved
        pointsledger import new saved/entries.jsonl
      """)

  @OptionGroup var target: LedgerArgument

  @Flag(help: "Give up an ambiguous tail: it goes to quarantine. Status 1 if there is none.")
  var acceptTail = false

  @Option(
    help: ArgumentHelp(
      "Copy what can be read into a new directory: rows to import, and a list of the gaps.",
      valueName: "dir"))
  var salvage: String?

  func validate() throws {
    if acceptTail, salvage != nil {
      throw ValidationError("--accept-tail changes the ledger: salvage it first")
    }
  }

  func run() throws {
    var options = try Ledger.Options.commandLine
    options.wait = target.wait
    if let salvage {
      try write(try Ledger.salvage(at: target.ledger, into: salvage, options: options), salvage)
      return
    }
    let status = try Ledger.recovery(at: target.ledger, options: options)
    guard acceptTail else {
      let failure = status.verdict == .damaged ? Self.damage(status) : nil
      try write(status, failure)
      if let failure { throw failure }
      return
    }
    guard status.verdict == .ambiguous else {
      let failure = CommandFailure(
        .refused, "\(target.ledger): its tail is not ambiguous: there is nothing to accept",
        code: "nothingToAccept"
      ).written
      try write(status, failure)
      throw failure
    }
    try write(try Ledger.acceptTail(at: target.ledger, options: options), nil)
  }

  private static func damage(_ status: RecoveryStatus) -> CommandFailure {
    CommandFailure(
      .badData,
      "\(status.file): \(status.problem ?? "damaged"); restore a backup, or save what can be read "
        + "with --salvage", code: "damaged"
    ).written
  }

  /// - Parameter failure: Ends the command; the JSON object has its code and message.
  private func write(_ status: RecoveryStatus, _ failure: CommandFailure?) throws {
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.string("verdict", status.verdict.rawValue, to: &output.bytes)
      object.string("file", status.file, to: &output.bytes)
      object.optionalInteger("offset", status.offset, to: &output.bytes)
      object.optionalInteger("entries", status.entries, to: &output.bytes)
      object.integer("tail", status.tail, to: &output.bytes)
      object.optional("quarantine", status.quarantine, to: &output.bytes)
      object.optional("problem", status.problem, to: &output.bytes)
      failure?.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("verdict", status.verdict.rawValue)
      listing.add("file", status.file)
      listing.add("offset", status.offset.map { String($0) })
      listing.add("entries", status.entries.map { String($0) })
      if status.tail > 0 { listing.add("tail", Count.bytes(status.tail)) }
      listing.add("quarantine", status.quarantine)
      listing.add("problem", status.problem)
      try listing.write(to: &output)
    }
    try output.flush()
  }

  private func write(_ result: SalvageResult, _ folder: String) throws {
    var output = Output()
    let lost = result.gaps.reduce(UInt64(0)) { $0 + ($1.last.value - $1.first.value + 1) }
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.integer("entries", result.entries, to: &output.bytes)
      object.integer("lost", lost, to: &output.bytes)
      object.integer("gaps", result.gaps.count, to: &output.bytes)
      object.integer("faults", result.faults.count, to: &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      var listing = Listing()
      listing.add("entries", "\(result.entries), in \(folder)/entries.jsonl")
      listing.add("lost", "\(lost)")
      listing.add("gaps", "\(result.gaps.count), in \(folder)/gaps.jsonl")
      try listing.write(to: &output)
    }
    try output.flush()
    for fault in result.faults.prefix(20) { Messages.say("note: \(fault)") }
    if result.faults.count > 20 {
      Messages.say(
        "note: " + Count.rest(of: result.faults.count, listed: 20, "fault", "faults")
          + "; all of them are in \(folder)/gaps.jsonl")
    }
  }
}
