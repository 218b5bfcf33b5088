import ArgumentParser
import PointsLedger

/// The formats of a dump.
enum DumpFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, jsonl
  /// A journal with balance assertions.
  case hledger

  /// Nil if it is no interchange format.
  var format: InterchangeFormat? {
    switch self {
    case .csv: .csv
    case .jsonl: .jsonLines
    case .hledger: nil
    }
  }
}
