import ArgumentParser
import PointsLedger

struct ClockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock",
    abstract: "Say how the clock stands to the last entry; accept it if it jumped.",
    discussion: """
      Where the clock is over 180 days ahead of the last entry, or over 24 hours behind it, nothing \
      is posted until it is set. If it is right after all, for instance because the ledger lay in a \
      drawer, --accept says so, in an entry. After a clock behind, entries go on with the time of \
      the last one until the clock has caught up.

      Examples:
        pointsledger clock shop
        pointsledger clock shop --accept
      """)

  @OptionGroup var target: LedgerArgument

  @Flag(help: "Accept the clock as it is; status 1 if there is nothing to accept.")
  var accept = false

  func run() throws {
    guard accept else {
      let ledger = try target.reader()
      defer { LedgerArgument.say(ledger.indexNotes) }
      return try write(try ledger.clockStatus(), nil, nil)
    }
    try target.write { ledger in
      let sequence = try ledger.acceptClock()
      let status = try ledger.clockStatus()
      let failure =
        sequence == nil
        ? CommandFailure(
          .refused, "\(status.explanation): there is nothing to accept", code: "nothingToAccept"
        ).written : nil
      try CommandFailure.addingTo(
        sequence.map { "the clock was accepted, in entry \($0)" } ?? "nothing was accepted"
      ) { try write(status, sequence, failure) }
      if let failure { throw failure }
    }
  }

  /// - Parameters:
  ///   - sequence: The entry that accepted the clock just now.
  ///   - failure: Ends the command; the JSON object has its code and message.
  private func write(
    _ status: ClockStatus, _ sequence: SequenceNumber?, _ failure: CommandFailure?
  ) throws {
    var output = Output()
    if target.json {
      var object = JSONObjectWriter(&output.bytes)
      object.string("clock", status.clock.description, to: &output.bytes)
      object.string("posted", status.posted.description, to: &output.bytes)
      object.string("status", status.standing.rawValue, to: &output.bytes)
      if accept { object.optionalInteger("sequence", sequence?.value, to: &output.bytes) }
      failure?.append(to: &object, &output.bytes)
      object.end(&output.bytes)
      try output.line("")
    } else {
      if let sequence { try output.line("accepted: entry \(sequence)") }
      var listing = Listing()
      listing.add("clock", status.clock.description)
      listing.add("posted", status.posted.description)
      listing.add("status", status.standing.rawValue)
      try listing.write(to: &output)
      if status.refusal != nil { try output.paragraph(status.explanation) }
    }
    try output.flush()
  }
}
