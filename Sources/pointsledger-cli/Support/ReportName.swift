import ArgumentParser
import PointsLedger

/// The reports, and the options that each of them takes.
enum ReportName: String, ExpressibleByArgument, CaseIterable {
  case rollforward, ageing, expiring, liability, triangle, breakage, revenue, lapsed, retention
  case `repeat`, basis
  /// The one without a name.
  case page

  static let named = allCases.filter { $0 != .page }

  static var allValueStrings: [String] { named.map(\.rawValue) }

  init?(argument: String) {
    guard let name = Self.named.first(where: { $0.rawValue == argument }) else { return nil }
    self = name
  }

  /// The options that each of them takes, a line each.
  static var overview: String {
    named.map { name in
      let options = Option.allCases.filter(name.options.contains).map { "--\($0.rawValue)" }
      let splits = ReportSplit.allCases.filter(name.splits.contains).map(\.rawValue)
      let taken = options + ["--by", splits.joined(separator: "|")]
      return "\(name.rawValue): \(taken.joined(separator: " "))"
    }.joined(separator: "\n")
  }

  enum Option: String, CaseIterable {
    case from, to
    case asOf = "as-of"
    case days, within, issued, value, currency, breakage, allocated, recognised, html
  }

  var options: Set<Option> {
    switch self {
    case .rollforward: [.from, .to, .value, .currency]
    case .page: [.from, .to, .value, .currency, .html]
    case .repeat, .basis: [.from, .to]
    case .ageing, .triangle: [.to, .asOf, .issued]
    case .breakage: [.to, .asOf, .issued, .value, .currency]
    case .expiring: [.from, .to, .asOf, .within]
    case .liability: [.to, .asOf, .value, .currency, .breakage]
    case .revenue: [.to, .asOf, .issued, .allocated, .recognised, .currency, .breakage]
    case .lapsed: [.to, .asOf, .days]
    case .retention: [.from, .to, .days]
    }
  }

  var needed: Set<Option> {
    switch self {
    case .retention: [.from, .to]
    case .revenue: [.allocated, .breakage]
    case .page: [.html]
    default: []
    }
  }

  /// How rows can be split, besides by unit.
  var splits: Set<ReportSplit> {
    switch self {
    case .rollforward: Set(ReportSplit.allCases)
    case .expiring: [.unit, .member, .day, .week, .month, .quarter, .year]
    case .ageing, .triangle, .breakage, .revenue: [.unit, .month, .quarter, .year]
    case .page: []
    default: [.unit]
    }
  }
}

/// How the rows of a report are split.
enum ReportSplit: String, ExpressibleByArgument, CaseIterable {
  case day, week, month, quarter, year, unit, location, campaign, member

  /// Nil if it is no period.
  var length: CalendarPeriod.Length? { CalendarPeriod.Length(rawValue: rawValue) }

  /// Nil if it is no part of a roll-forward.
  var label: RollforwardRow.Split? { RollforwardRow.Split(rawValue: rawValue) }
}

/// The breakage that a report expects.
enum BreakageArgument {
  /// Points in a hundred.
  case percent(ExactDecimal)
  /// From the ledger's own history.
  case history

  init(_ text: String) throws {
    self = text == "history" ? .history : .percent(try Parsing.amount(text))
  }
}
