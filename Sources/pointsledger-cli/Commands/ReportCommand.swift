import ArgumentParser
import PointsLedger

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "What a shop, its finance and its auditor ask for.",
    discussion: """
      rollforward  from opening to closing: issued, redeemed, expired, ...
      ageing       outstanding points by time of issue and of expiry
      expiring     what expires when, as seen from --from or --as-of;
                   --by member --within 30: whom to remind
      liability    outstanding points, and what they are worth
      triangle     redeemed points by time of issue and time since
      breakage     what became of the points of each month of issue
      revenue      what is earned of an amount allocated to points
      lapsed       members who are no longer active, and their points
      retention    members active at --to, less new ones, of those active at --from
      repeat       how many members earned more than once
      basis        what was spent for each earn, on average

      --html FILE writes one page with tables and charts: what is outstanding, when it expires, what \
      became of each month's points, who stays.

      \(ReportName.overview)

      A sum has one meaning in all reports: issued is openings and earns, adjusted all adjustments, \
      redeemed is before and restored after reversals. Rates are shares of the points that a month \
      kept: redeemed - restored + expired + outstanding.

      A cut at --from or --to lies after what the clock does then and before the entries effective \
      then; --as-of counts those entries, too. Without one it is now; retention needs both --from \
      and --to. Days, weeks (from Monday), months, quarters and years are those of --time-zone, UTC \
      without it.

      Values are points x --value, exactly: nothing is rounded. Rates have 4 decimals, rounded, halves \
      away from zero.

      Revenue is allocated x used / expected use, rounded to the decimals that --allocated is \
      written with; expected are all points but the --breakage. --recognised says what was \
      recognised before: then the row has the rest.

      Example:
        pointsledger report shop rollforward --from 2026-01-01 --by month \\
          --time-zone America/New_York
        pointsledger report shop liability --value 0.0125 --currency EUR
        pointsledger report shop --html points.html --from 2025-01-01
        pointsledger report shop expiring --by member --within 30 --csv
        pointsledger report shop revenue --issued 2025 --allocated 9000.00 \\
          --breakage 3 --by quarter
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "Which report; none with --html.")
  var report: ReportName?

  var name: ReportName { report ?? .page }

  @OptionGroup var rows: RowOptions

  @Option(name: .customLong("from"), help: "From this instant on.", transform: DateArgument.init)
  var fromDate: DateArgument?

  @Option(name: .customLong("to"), help: "Before this instant.", transform: DateArgument.init)
  var toDate: DateArgument?

  @Option(name: .customLong("as-of"), help: "As of this instant.", transform: DateArgument.init)
  var asOfDate: DateArgument?

  @OptionGroup var zone: ZoneOption

  @Option(help: "What rows are told apart by; may be repeated.")
  var by: [ReportSplit] = []

  @Option(help: "One unit only.", transform: Parsing.unit)
  var unit: UnitCode?

  @Option(help: "How many days an activity makes a member active; 365 without it.")
  var days: UInt32?

  @Option(help: "What expires in so many days of 24 hours; but --by member, the rest is a row.")
  var within: UInt32?

  @Option(
    help: "Only points issued then: 2025, 2025-Q1, 2025-03, 2024..2025-03 or 2024..",
    transform: Parsing.issued)
  var issued = IssueSpan.all

  @Option(help: "What one point is worth.", transform: Parsing.amount)
  var value: ExactDecimal?

  @Option(help: "In what; said as it is.")
  var currency: String?

  @Option(
    help: """
      How many of a hundred points will expire unused; history: as many as in the months of issue \
      before the first one of which something is left.
      """, transform: BreakageArgument.init)
  var breakage: BreakageArgument?

  @Option(help: ArgumentHelp("Write a page for people into this file.", valueName: "file"))
  var html: String?

  @Option(help: "The amount that was allocated to the points.", transform: Parsing.amount)
  var allocated: ExactDecimal?

  @Option(help: "What of it was recognised before.", transform: Parsing.amount)
  var recognised: ExactDecimal?

  func validate() throws {
    let given: [(ReportName.Option, Bool)] = [
      (.from, fromDate != nil), (.to, toDate != nil), (.asOf, asOfDate != nil),
      (.days, days != nil), (.within, within != nil), (.issued, issued != .all),
      (.value, value != nil), (.currency, currency != nil), (.breakage, breakage != nil),
      (.allocated, allocated != nil), (.recognised, recognised != nil),
      (.html, html != nil),
    ]
    for (option, isGiven) in given where isGiven && !name.options.contains(option) {
      throw ValidationError("the report \(name.rawValue) takes no --\(option.rawValue)")
    }
    if name == .page, html == nil { throw ValidationError("say which report, or --html FILE") }
    if name == .page, rows.csv { throw ValidationError("--html or --csv, not both") }
    let missing = given.filter { !$0.1 && name.needed.contains($0.0) }
    if !missing.isEmpty {
      let needed = missing.map { "--\($0.0.rawValue)" }.joined(separator: " and ")
      throw ValidationError("the report \(name.rawValue) needs \(needed)")
    }
    try checkSplits()
    try rows.check(json: target.json)
    if asOfDate != nil, name == .expiring ? fromDate != nil : toDate != nil {
      throw ValidationError("--as-of or a cut, not both")
    }
    if name != .revenue, value == nil, currency != nil || breakage != nil {
      throw ValidationError("--currency and --breakage need --value")
    }
    if recognised != nil, length != nil {
      throw ValidationError("--recognised or --by \(length?.rawValue ?? ""), not both")
    }
  }

  private func checkSplits() throws {
    for split in by where !name.splits.contains(split) {
      throw ValidationError("the report \(name.rawValue) takes no --by \(split.rawValue)")
    }
    for kind in [by.filter { $0.length != nil }, by.filter { $0.label != nil }] {
      let names = Set(kind.map(\.rawValue)).sorted()
      if names.count > 1 {
        throw ValidationError("--by \(names.joined(separator: " or ")), not both")
      }
    }
    if name == .expiring, by.contains(.member), length != nil {
      throw ValidationError("--by member has the day of each expiry: leave the period out")
    }
  }

  func run() throws {
    let ledger = try target.reader()
    defer { LedgerArgument.say(ledger.indexNotes) }
    var known = self
    known.issued = try knownIssued(ledger)
    try known.write(ledger)
  }

  /// The months of issue to report; after a compaction, for another zone, those that are known.
  private func knownIssued(_ ledger: Ledger) throws -> IssueSpan {
    guard name.options.contains(.issued), issued.first == nil,
      let first = try ledger.firstIssueMonth(in: calendar),
      let span = IssueSpan(first: first, last: issued.last)
    else { return issued }
    Messages.say(
      "note: months of issue before \(first) are known by the clocks of UTC only, and are left out")
    return span
  }

  /// Writes the report.
  func write(_ ledger: Ledger) throws {
    if let unit { _ = try Units(of: ledger).chosen(unit) }
    switch name {
    case .rollforward: try rollforward(ledger)
    case .ageing: try ageing(ledger)
    case .expiring: try by.contains(.member) ? expiringByMember(ledger) : expiring(ledger)
    case .liability: try liability(ledger)
    case .triangle: try triangle(ledger)
    case .breakage: try breakage(ledger)
    case .revenue: try revenue(ledger)
    case .lapsed: try lapsed(ledger)
    case .retention: try retention(ledger)
    case .repeat: try repeatShare(ledger)
    case .basis: try basis(ledger)
    case .page: try page(ledger)
    }
  }

  private func page(_ ledger: Ledger) throws {
    let units = Units(of: ledger)
    let page = ReportPage(
      ledger: ledger, units: units, unit: try units.chosen(unit), calendar: calendar, from: from,
      to: to, value: value, currency: currency)
    let file = html ?? ""
    try PageFile.write(try page.html(), to: file)
    guard target.json else { return }
    var output = Output()
    var object = JSONObjectWriter(&output.bytes)
    object.string("html", file, to: &output.bytes)
    object.end(&output.bytes)
    try output.line("")
    try output.flush()
  }

  var mode: ReportWriter.Mode { rows.mode(json: target.json) }
  var calendar: ZonedCalendar { zone.timeZone }
  var from: Instant? { zone.instant(fromDate) }
  var to: Instant? { zone.instant(toDate) }
  var asOf: Instant? { zone.instant(asOfDate) }

  var length: CalendarPeriod.Length? { by.compactMap(\.length).first }

  /// The cut of the report; nil for now.
  var cut: ReportCut? { asOf.map { .asOf($0) } ?? to.map { .before($0) } }

  /// The line for people that says the zone.
  var zoneNote: String { "time zone: \(calendar.zone)" }

  /// An instant: on the clocks of the zone and to the second, for people.
  func shown(_ instant: Instant?) -> ReportWriter.Value {
    guard mode == .table, let instant else { return .init(instant?.description) }
    let fraction = (instant.milliseconds % 1_000 + 1_000) % 1_000
    return .init(calendar.text(of: instant.advanced(by: .milliseconds(-fraction))))
  }
}
