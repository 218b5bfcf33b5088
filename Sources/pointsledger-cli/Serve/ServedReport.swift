import ArgumentParser
import PointsLedger

/// A report as a client of `serve` asks for it: its options are those of the command line.
enum ServedReport {
  /// Appends the rows of the report.
  static func append(
    _ request: Request, of ledger: Ledger, at path: String, to object: inout JSONObjectWriter,
    _ output: inout [UInt8]
  ) throws {
    var arguments = request.reportOptions.map { "--\($0.name)=\($0.value)" }
    if let unit = request.unit { arguments.append("--unit=\(unit)") }
    arguments += ["--json", "--", path, request.report ?? ""]
    let command: ReportCommand
    do {
      command = try ReportCommand.parse(arguments)
    } catch {
      throw RequestFault(
        .malformed, ParserText.withChoice(ReportCommand.message(for: error)), key: "report")
    }
    let lines: [UInt8]
    do {
      lines = try Output.collecting { try command.write(ledger) }
    } catch let failure as CommandFailure {
      throw RequestFault(name: "refused", message: failure.description)
    }
    object.key("rows", to: &output)
    output.append(UInt8(ascii: "["))
    for (index, line) in lines.split(separator: UInt8(ascii: "\n")).enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(contentsOf: line)
    }
    output.append(UInt8(ascii: "]"))
  }
}
