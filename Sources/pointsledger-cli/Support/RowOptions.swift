import ArgumentParser
import PointsLedger

/// How rows are written.
struct RowOptions: ParsableArguments {
  @Flag(help: "Write CSV, with a header line.")
  var csv = false

  @Flag(help: "Beside --csv: put a ' before texts that a spreadsheet would take for formulas.")
  var spreadsheet = false

  func validate() throws {
    if spreadsheet, !csv { throw ValidationError("--spreadsheet is for --csv: give that, too") }
  }

  /// Throws if JSON is asked for, too.
  func check(json: Bool) throws {
    if json, csv { throw ValidationError("--json or --csv, not both") }
  }

  func mode(json: Bool) -> ReportWriter.Mode {
    json ? .json : csv ? (spreadsheet ? .spreadsheet : .csv) : .table
  }
}
