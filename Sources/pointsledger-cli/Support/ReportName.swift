import ArgumentParser

/// The reports, and the options that each of them takes.
enum ReportName: String, ExpressibleByArgument, CaseIterable {
  case rollforward, ageing, expiring, liability, triangle, breakage, lapsed, retention
  case `repeat`, basis

  enum Option: String {
    case from, to, days, value, currency, breakage
    case asOf = "as-of"
  }

  var options: Set<Option> {
    switch self {
    case .rollforward, .repeat, .basis: [.from, .to]
    case .ageing, .triangle, .breakage: [.to, .asOf]
    case .expiring: [.from, .to, .asOf]
    case .liability: [.to, .asOf, .value, .currency, .breakage]
    case .lapsed: [.to, .asOf, .days]
    case .retention: [.from, .to, .days]
    }
  }

  var needed: Set<Option> { self == .retention ? [.from, .to] : [] }

  /// How rows can be split, besides by unit.
  var splits: Set<ReportSplit> {
    switch self {
    case .rollforward: Set(ReportSplit.allCases)
    case .expiring: [.unit, .day, .month]
    default: [.unit]
    }
  }
}

/// How the rows of a report are split.
enum ReportSplit: String, ExpressibleByArgument, CaseIterable {
  case day, month, unit, location, campaign
}
