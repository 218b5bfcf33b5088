import ArgumentParser

@main
struct PointsLedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "pointsledger")
}
