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
    version: "pointsledger \(Ledger.version), format \(Ledger.formatVersion)",
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
    DescriptorLimit.raise()
    if let argument = ArgumentLine.firstNotUTF8 {
      // A name that is decoded with replacements would be the name of another file.
      let failure = CommandFailure(
        .usage,
        "the argument `\(VisibleText.escaped(bytes: argument))` is not UTF-8: write it in UTF-8; "
          + "if it is a file's name, rename the file")
      Glibc.exit(end(with: failure, Array(CommandLine.arguments.dropFirst())).rawValue)
    }
    let arguments = ArgumentLine.prepared(Array(CommandLine.arguments.dropFirst()))
    Glibc.exit(run(arguments).rawValue)
  }

  private static func run(_ arguments: [String]) -> ExitStatus {
    do {
      var command = try parseAsRoot(arguments)
      if let name = progressName(of: command) {
        try ProgressLine.during(name) { try command.run() }
      } else {
        try command.run()
      }
      return .done
    } catch let failure as CommandFailure {
      return end(with: failure, arguments)
    } catch let error as LedgerError {
      return end(with: CommandFailure(error), arguments)
    } catch {
      return say(parserError: error, arguments)
    }
  }

  /// What stands before the progress of a command; nil if it shows none.
  private static func progressName(of command: any ParsableCommand) -> String? {
    switch command {
    case is ServeCommand: return nil
    // Standard output is a terminal, too, or somebody types.
    case let dump as DumpCommand where dump.follow || isatty(STDOUT_FILENO) == 1: return nil
    case let rows as ImportCommand where rows.file == "-" && isatty(STDIN_FILENO) == 1: return nil
    default: return type(of: command).configuration.commandName
    }
  }

  private static func end(
    with failure: CommandFailure, _ arguments: [String]
  ) -> ExitStatus {
    if let message = failure.message {
      if !failure.isWritten, ArgumentLine.asksForJSON(arguments) { failure.write() }
      Messages.say(message)
    }
    return failure.status
  }

  /// Help and version go to standard output; everything else is a usage error.
  private static func say(
    parserError error: any Error, _ arguments: [String]
  ) -> ExitStatus {
    Terminal.widenForParser()
    var text = fullMessage(for: error)
    if exitCode(for: error) == .success {
      text = ParserText.help(text)
      let number = Output.write(Array((text + "\n").utf8), to: STDOUT_FILENO)
      guard number != 0, number != EPIPE else { return .done }
      Messages.say("standard output: \(describe(number)); free some space")
      return .inputOutput
    }
    if text.hasPrefix("Error: ") { text.removeFirst("Error: ".count) }
    // Usage and a hint at the help follow the message.
    let said = message(for: error)
    let rest = text.hasPrefix(said) ? text.dropFirst(said.count) : ""
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    let message = ParserText.message(said, arguments, commands: names + ["help"])
    if ArgumentLine.asksForJSON(arguments) { CommandFailure(.usage, message).write() }
    Messages.say(message + rest)
    return .usage
  }
}
