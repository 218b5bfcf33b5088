import ArgumentParser
import PointsLedger

/// The arguments of every command on a ledger.
struct LedgerArgument: ParsableArguments {
  @Argument(help: "The ledger's directory.", completion: .directory)
  var ledger: String

  @Flag(help: "Write JSON, one object a line.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Wait up to this long for another process that writes, then fail; reading never waits.",
      valueName: "seconds"),
    transform: Self.wait)
  var wait = Duration.seconds(5)

  private static func wait(_ text: String) throws -> Duration {
    guard let seconds = Double(text), (0...86_400).contains(seconds) else {
      throw ValidationError("--wait takes seconds from 0 to 86400, for instance 5 or 0.5")
    }
    return .seconds(seconds)
  }

  /// Opens the ledger for reading, which stops no other process. Problems with its index are known,
  /// and are to be printed, once everything is answered.
  func reader() throws(CommandFailure) -> Ledger {
    var options = try Ledger.Options.commandLine
    options.wait = wait
    do throws(LedgerError) {
      let reader = try Ledger.openForReading(at: ledger, options: options)
      if reader.form == .archive, reader.nextSequence.value > 0 {
        Messages.say(
          "note: \(ledger) is an archive: it knows nothing after entry \(reader.nextSequence.value - 1)"
        )
      }
      return reader
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Prints the problems with the index.
  static func say(_ indexNotes: [String]) {
    for note in indexNotes { Messages.say("note: \(note); it is made again") }
  }

  private static func say(sealingFailure: LedgerError?) {
    guard let failure = sealingFailure else { return }
    Messages.say(
      "note: a part of the log could not be sealed (\(failure.message)); it stays as it is, and the next "
        + "command that writes tries again")
  }

  /// Calls `body` with a trial of the ledger, which keeps in memory what is posted.
  func trial<R>(_ body: (Ledger) throws -> R) throws -> R {
    var options = try Ledger.Options.commandLine
    options.wait = wait
    let ledger = try Ledger.openForTrial(at: ledger, options: options)
    let result = Result { try body(ledger) }
    try ledger.close()
    return try result.get()
  }

  /// Calls `body` with the ledger, opened for writing, and closes it even if `body` throws.
  func write<R>(
    _ durability: Ledger.Durability = .synced, _ body: (Ledger) throws -> R
  ) throws -> R {
    var options = try Ledger.Options.commandLine
    options.durability = durability
    options.wait = wait
    let ledger = try Ledger.open(at: ledger, options: options)
    defer { Self.say(ledger.indexNotes) }
    defer { Self.say(sealingFailure: ledger.sealingFailure) }
    let result = Result { try body(ledger) }
    do {
      try ledger.close()
    } catch {
      // The first failure is the one to report.
      _ = try result.get()
      throw error
    }
    return try result.get()
  }
}
