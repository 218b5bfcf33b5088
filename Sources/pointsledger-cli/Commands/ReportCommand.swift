import ArgumentParser
import PointsLedger

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "What a shop, its finance and its auditor ask for.",
    discussion: """
      rollforward  from opening to closing: issued, redeemed, expired, ...
      ageing       outstanding points by month of issue and of expiry
      expiring     what expires when, as seen from --from or --as-of
      liability    outstanding points, and what they are worth
      triangle     redeemed points by month of issue and months since
      breakage     what became of the points of each month of issue
      lapsed       members who are no longer active
      retention    of those active at --from, how many are at --to
      repeat       how many members earned more than once
      basis        what was spent for each earn, on average

      A sum has one meaning in all reports: issued is openings and earns, adjusted all adjustments, \
      redeemed is before and restored after reversals. Rates are shares of the points that a month \
      kept: redeemed - restored + expired + outstanding.

      A cut at --from or --to lies after what the clock does then and before the entries effective \
      then; --as-of counts those entries, too. Without one it is now; retention needs both --from \
      and --to.

      Example:
        pointsledger report shop rollforward --from 2026-01-01 --by month
        pointsledger report shop liability --value 0.0125 --currency EUR
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "Which report.")
  var name: ReportName

  @Flag(help: "Write CSV.")
  var csv = false

  @Option(help: "From this instant on.", transform: Parsing.instant)
  var from: Instant?

  @Option(help: "Before this instant.", transform: Parsing.instant)
  var to: Instant?

  @Option(help: "As of this instant.", transform: Parsing.instant)
  var asOf: Instant?

  @Option(help: "What rows are told apart by; may be repeated.")
  var by: [ReportSplit] = []

  @Option(help: "One unit only.", transform: Parsing.unit)
  var unit: UnitCode?

  @Option(help: "How many days an activity makes a member active; 365 without it.")
  var days: UInt32?

  @Option(help: "What one point is worth.", transform: ReportCommand.amount)
  var value: ExactDecimal?

  @Option(help: "In what; said as it is.")
  var currency: String?

  @Option(help: "How many of a hundred points will expire unused.", transform: ReportCommand.amount)
  var breakage: ExactDecimal?

  private static func amount(_ text: String) throws -> ExactDecimal {
    guard let amount = ExactDecimal(text), !amount.isNegative else {
      throw ValidationError("not a decimal: write it like 0.0125")
    }
    return amount
  }

  func validate() throws {
    let given: [(ReportName.Option, Bool)] = [
      (.from, from != nil), (.to, to != nil), (.asOf, asOf != nil), (.days, days != nil),
      (.value, value != nil), (.currency, currency != nil), (.breakage, breakage != nil),
    ]
    for (option, isGiven) in given where isGiven && !name.options.contains(option) {
      throw ValidationError("the report \(name.rawValue) takes no --\(option.rawValue)")
    }
    let missing = given.filter { !$0.1 && name.needed.contains($0.0) }
    if !missing.isEmpty {
      let needed = missing.map { "--\($0.0.rawValue)" }.joined(separator: " and ")
      throw ValidationError("the report \(name.rawValue) needs \(needed)")
    }
    for split in by where !name.splits.contains(split) {
      throw ValidationError("the report \(name.rawValue) takes no --by \(split.rawValue)")
    }
    if by.contains(.day), by.contains(.month) {
      throw ValidationError("--by day or month, not both")
    }
    if by.contains(.location), by.contains(.campaign) {
      throw ValidationError("--by location or campaign, not both")
    }
    if target.json, csv { throw ValidationError("--json or --csv, not both") }
    if asOf != nil, name == .expiring ? from != nil : to != nil {
      throw ValidationError("--as-of or a cut, not both")
    }
    if value == nil, currency != nil || breakage != nil {
      throw ValidationError("--currency and --breakage need --value")
    }
  }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    try write(ledger)
  }

  /// Writes the report.
  func write(_ ledger: Ledger) throws {
    if let unit { _ = try Units(of: ledger).chosen(unit) }
    switch name {
    case .rollforward: try rollforward(ledger)
    case .ageing: try ageing(ledger)
    case .expiring: try expiring(ledger)
    case .liability: try liability(ledger)
    case .triangle: try triangle(ledger)
    case .breakage: try breakage(ledger)
    case .lapsed: try lapsed(ledger)
    case .retention: try retention(ledger)
    case .repeat: try repeatShare(ledger)
    case .basis: try basis(ledger)
    }
  }

  var mode: ReportWriter.Mode { target.json ? .json : csv ? .csv : .table }

  var length: CalendarPeriod.Length? {
    by.contains(.day) ? .day : by.contains(.month) ? .month : nil
  }

  /// The cut of the report; nil for now.
  var cut: ReportCut? { asOf.map { .asOf($0) } ?? to.map { .before($0) } }
}
