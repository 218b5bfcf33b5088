import ArgumentParser
import PointsLedger

/// A format by its name on the command line.
enum FormatOption: String, ExpressibleByArgument, CaseIterable {
  case csv, jsonl

  var format: InterchangeFormat {
    switch self {
    case .csv: .csv
    case .jsonl: .jsonLines
    }
  }
}
