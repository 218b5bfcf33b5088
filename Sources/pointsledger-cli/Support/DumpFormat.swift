import ArgumentParser
import PointsLedger

/// What a dump can be written in.
enum DumpFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, jsonl
  /// A journal with balance assertions.
  case hledger

  /// Nil for what is no interchange format.
  var format: InterchangeFormat? {
    switch self {
    case .csv: .csv
    case .jsonl: .jsonLines
    case .hledger: nil
    }
  }
}
