import ArgumentParser
import Glibc
@_spi(Tuning) import PointsLedger

@main
struct PointsLedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pointsledger",
    abstract: "A ledger of loyalty points in one directory.",
    discussion: """
      Example:
        pointsledger init shop
        pointsledger post shop earn 4711 30 --reference S012/T3/000451
        pointsledger balance shop 4711

      Exit: 0 done, 1 refused or a check failed, 64 usage, 65 bad input or a damaged ledger, 66 no \
      such ledger or file, 73 cannot be created, 74 input/output, 75 another process is writing.
      """,
    subcommands: [
      InitCommand.self, ImportCommand.self, ServeCommand.self, PostCommand.self,
      BalanceCommand.self, BalancesCommand.self, LotsCommand.self, HoldsCommand.self,
      HistoryCommand.self,
      ShowCommand.self, SegmentsCommand.self, InfoCommand.self, DumpCommand.self, SweepCommand.self,
      CompactCommand.self, RestoreArchiveCommand.self, DiscloseCommand.self, EraseCommand.self,
      BackupCommand.self, RestoreCommand.self, RecoverCommand.self, VerifyCommand.self,
      ReplayCommand.self,
      ClockCommand.self, ReportCommand.self,
    ])

  func run() throws { throw ValidationError("name a command") }

  static func main() {
    StandardStreams.openMissing()
    // A write into a closed pipe must fail, and not kill the process.
    _ = signal(SIGPIPE, SIG_IGN)
    // The same holds for a write beyond the file size limit.
    _ = signal(SIGXFSZ, SIG_IGN)
    Ledger.boundHeap()
    if let argument = ArgumentLine.firstNotUTF8 {
      // A name that is decoded with replacements would be the name of another file.
      Messages.say(
        "the argument `\(VisibleText.escaped(bytes: argument))` is not UTF-8: write it in UTF-8; "
          + "if it is a file's name, rename the file")
      Glibc.exit(ExitStatus.usage.rawValue)
    }
    let arguments = ArgumentLine.prepared(Array(CommandLine.arguments.dropFirst()))
    Glibc.exit(run(arguments).rawValue)
  }

  private static func run(_ arguments: [String]) -> ExitStatus {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      return .done
    } catch let failure as CommandFailure {
      if let message = failure.message { Messages.say(message) }
      return failure.status
    } catch let error as LedgerError {
      let failure = CommandFailure(error)
      Messages.say(error.message)
      return failure.status
    } catch {
      return say(parserError: error)
    }
  }

  /// Help and version go to standard output; everything else is a usage error.
  private static func say(parserError error: any Error) -> ExitStatus {
    var text = fullMessage(for: error)
    if exitCode(for: error) == .success {
      let number = Output.write(Array((text + "\n").utf8), to: STDOUT_FILENO)
      guard number != 0, number != EPIPE else { return .done }
      Messages.say("standard output: \(describe(number)); free some space")
      return .inputOutput
    }
    if text.hasPrefix("Error: ") { text.removeFirst("Error: ".count) }
    Messages.say(text)
    return .usage
  }
}
