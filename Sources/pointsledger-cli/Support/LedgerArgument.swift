import ArgumentParser
import PointsLedger

/// What every command on a ledger takes.
struct LedgerArgument: ParsableArguments {
  @Argument(help: "The ledger's directory.")
  var ledger: String

  @Flag(help: "Write JSON, one object a line.")
  var json = false

  /// Opens the ledger for reading; no other process is stopped by that. What of its index could not be
  /// used is known, and to be said, when all is answered.
  func reader() throws(CommandFailure) -> Ledger {
    do throws(LedgerError) {
      return try Ledger.openForReading(at: ledger, options: .commandLine)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Says what of the index could not be used.
  static func say(_ indexNotes: [String]) {
    for note in indexNotes { Messages.say("note: \(note); it is made again") }
  }

  private static func say(sealingFailure: LedgerError?) {
    guard let failure = sealingFailure else { return }
    Messages.say(
      "note: a part of the log could not be sealed (\(failure.message)); it stays as it is, and the next "
        + "command that writes tries again")
  }

  /// Calls `body` with the ledger, opened for writing, and closes it also if `body` throws.
  func write<R>(
    _ durability: Ledger.Durability = .synced, _ body: (Ledger) throws -> R
  ) throws -> R {
    var options = Ledger.Options.commandLine
    options.durability = durability
    let ledger = try Ledger.open(at: ledger, options: options)
    defer { Self.say(ledger.indexNotes) }
    defer { Self.say(sealingFailure: ledger.sealingFailure) }
    let result = Result { try body(ledger) }
    do {
      try ledger.close()
    } catch {
      // What failed first is what has to be said.
      _ = try result.get()
      throw error
    }
    return try result.get()
  }
}
