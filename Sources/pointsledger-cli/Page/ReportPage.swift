import PointsLedger

/// One page for people: what is outstanding, how it came about, when it expires, what became of each
/// month's points, and who stays.
struct ReportPage {
  /// The most periods that a chart or a table has: the ones next to the cut.
  private static let mostPeriods = 36
  /// The months for which the retention is counted: each takes a walk through all entries.
  private static let retentionMonths = 12

  let ledger: Ledger
  let units: Units
  let unit: UnitCode
  let calendar: ZonedCalendar
  /// Nil for the beginning.
  let from: Instant?
  /// The cut at the end; nil for now.
  let to: Instant?
  /// What a point is worth, if that is known, and in what.
  let value: ExactDecimal?
  let currency: String?

  private var cut: ReportCut? { to.map { .before($0) } }

  private var scale: UInt8 { units.scale(of: unit) }

  func html() throws -> String {
    var page = HTMLWriter()
    page.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    page.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    page.element("title", "\(ledger.name): points")
    page.markup(Self.style)
    page.markup("</head>\n<body>\n<main>\n")
    try writeHead(to: &page)
    let flows = try ledger.rollforward(
      from: from, to: to, by: .month, unit: unit, in: calendar)
    writeLiability(flows, to: &page)
    try writeExpiry(to: &page)
    try writeCohorts(to: &page)
    try writeRetention(flows, to: &page)
    page.markup("</main>\n</body>\n</html>\n")
    return page.text
  }

  private func writeHead(to page: inout HTMLWriter) throws {
    page.element("h1", ledger.name)
    func day(_ instant: Instant?, _ other: String) -> String {
      instant.map { calendar.text(of: $0) } ?? other
    }
    let span = "\(day(from, "the beginning")) to \(day(to, "now"))"
    page.element(
      "p", ["class": "note"],
      "Unit \(unit), from \(span). Time zone: \(calendar.zone). "
        + "Ledger \(ledger.id).")
    let rows = try ledger.liability(at: cut, value: value, unit: unit)
    page.open("dl")
    for row in rows {
      key("outstanding", text(row.outstanding), to: &page)
      key("arrears", text(row.arrears), to: &page)
      key("accounts with points", "\(row.outstandingAccounts)", to: &page)
      if let value = row.value {
        key("worth", value.text(atLeast: 2) + (currency.map { " \($0)" } ?? ""), to: &page)
      }
    }
    page.close("dl")
  }

  private func writeLiability(_ rows: [RollforwardRow], to page: inout HTMLWriter) {
    page.element("h2", "Outstanding points, month by month")
    let shown = Array(rows.suffix(Self.mostPeriods))
    guard !shown.isEmpty else { return page.element("p", "Nothing happened in this span.") }
    let closings = shown.map { $0.closing ?? .zero }
    Chart(
      title: "Outstanding at the end of each month, net of arrears", shape: .lines,
      labels: shown.map { $0.period?.description ?? "" },
      series: [
        Chart.Series(
          name: "outstanding", values: closings.map(number), texts: closings.map(text),
          color: "#1f5fa8")
      ]
    ).write(to: &page)
    sayCut(shown.count, of: rows.count, "months", to: &page)
    // What never happened takes no room.
    let flows: [(name: String, points: [Points])] = [
      ("issued", shown.map(\.flows.issued)), ("restored", shown.map(\.flows.restored)),
      ("adjusted", shown.map(\.flows.adjusted)), ("moved in", shown.map(\.flows.transferredIn)),
      ("redeemed", shown.map(\.flows.redeemed)), ("expired", shown.map(\.flows.expired)),
      ("clawed back", shown.map(\.flows.clawedBack)),
      ("moved out", shown.map(\.flows.transferredOut)),
    ].filter { $0.points.contains { $0 != .zero } }
    table(
      ["month", "opening"] + flows.map(\.name) + ["closing"],
      shown.indices.map { index in
        [shown[index].period?.description ?? "", text(shown[index].opening ?? .zero)]
          + flows.map { text($0.points[index]) } + [text(closings[index])]
      }, to: &page)
  }

  private func writeExpiry(to page: inout HTMLWriter) throws {
    page.element("h2", "When points expire")
    let rows = try ledger.expiring(at: cut, by: .month, unit: unit, in: calendar)
    guard !rows.isEmpty else { return page.element("p", "No points are outstanding.") }
    var (labels, points): ([String], [Points]) = ([], [])
    var rest: [[String]] = []
    for row in rows {
      switch row.when {
      case .period(let period):
        // Months in which nothing expires are there, too, so that it is an axis of time.
        while let last = labels.last, labels.count <= Self.mostPeriods,
          let next = Self.month(after: last), next < period.description
        {
          labels.append(next)
          points.append(.zero)
        }
        labels.append(period.description)
        points.append(row.points)
      case .later: rest.append(["later", text(row.points)])
      case .never: rest.append(["never", text(row.points)])
      case .paysArrears: rest.append(["pays arrears", text(row.points)])
      }
    }
    let shown = min(labels.count, Self.mostPeriods)
    if shown > 0 {
      Chart(
        title: "Points that expire in each month, if nothing is redeemed", shape: .bars,
        labels: Array(labels[..<shown]),
        series: [
          Chart.Series(
            name: "expires", values: points[..<shown].map(number),
            texts: points[..<shown].map(text), color: "#b3541e")
        ]
      ).write(to: &page)
    }
    if shown < labels.count { page.element("p", ["class": "note"], "Later months are left out.") }
    table(
      ["expires", "points"],
      (0..<shown).map { [labels[$0], text(points[$0])] } + rest, to: &page)
  }

  private func writeCohorts(to page: inout HTMLWriter) throws {
    page.element("h2", "What became of each month's points")
    let first = try ledger.firstIssueMonth(in: calendar)
    if let first {
      page.element(
        "p", ["class": "note"],
        "Months before \(first) are known by the clocks of UTC only, and are left out.")
    }
    let issued = IssueSpan(first: first, last: nil) ?? .all
    let rows = try ledger.cohorts(
      at: cut, by: .month, issued: issued, unit: unit, in: calendar)
    let shown = Array(rows.suffix(Self.mostPeriods))
    guard !shown.isEmpty else { return page.element("p", "No points were issued.") }
    let outstanding = try shown.map { try $0.sums.outstanding }
    let redeemed = shown.map { row in
      Points(minorUnits: row.sums.redeemed.minorUnits &- row.sums.restored.minorUnits)
    }
    func series(_ name: String, _ points: [Points], _ color: String) -> Chart.Series {
      Chart.Series(
        name: name, values: points.map(number), texts: points.map(text), color: color)
    }
    Chart(
      title: "Points by month of issue", shape: .bars,
      labels: shown.map(\.issuePeriod.description),
      series: [
        series("redeemed", redeemed, "#2e7d4f"),
        series("expired", shown.map(\.sums.expired), "#b3541e"),
        series("outstanding", outstanding, "#1f5fa8"),
      ]
    ).write(to: &page)
    sayCut(shown.count, of: rows.count, "months", to: &page)
    table(
      ["month", "issued", "redeemed", "expired", "outstanding", "redeemed %", "expired %"],
      zip(shown, zip(redeemed, outstanding)).map { row, amounts in
        [
          row.issuePeriod.description, text(row.sums.issued), text(amounts.0),
          text(row.sums.expired), text(amounts.1), percent(row.sums.redemptionRate),
          percent(row.sums.breakageRate),
        ]
      }, to: &page)
  }

  /// The members active at the end of each month, less new ones, of those active at its start.
  private func writeRetention(_ rows: [RollforwardRow], to page: inout HTMLWriter) throws {
    page.element("h2", "Who stays")
    var found: [(month: String, retention: Retention)] = []
    for row in rows.suffix(Self.retentionMonths) {
      guard let period = row.period, let from = row.from, from < row.to else { continue }
      let answer = Result { () throws(LedgerError) in
        try ledger.retention(from: from, to: row.to, unit: unit)
      }
      if case .failure(let error) = answer, error.code == .compacted { continue }
      let retention = try answer.get()
      if retention.activeAtStart > 0 { found.append((period.description, retention)) }
    }
    guard !found.isEmpty else { return page.element("p", "No member was active at a start.") }
    Chart(
      title: "Active at the end of each month but for new ones, of those active at its start",
      shape: .lines, labels: found.map(\.month),
      series: [
        Chart.Series(
          name: "kept", values: try found.map { try share($0.retention.rate) * 100 },
          texts: try found.map { try percent($0.retention.rate) + " %" }, color: "#6a3d9a")
      ], axisUnit: "%"
    ).write(to: &page)
    page.element(
      "p", ["class": "note"],
      "A member is active with an earn or another listed activity in the 365 days before. Who comes "
        + "back after a pause counts among those that stayed, so it can be over 100 %.")
    table(
      ["month", "active at start", "active at end", "new", "kept %"],
      try found.map { month, retention in
        [
          month, "\(retention.activeAtStart)", "\(retention.activeAtEnd)", "\(retention.new)",
          try percent(retention.rate),
        ]
      }, to: &page)
  }

  // MARK: Parts

  private func key(_ name: String, _ value: String, to page: inout HTMLWriter) {
    page.open("div")
    page.element("dt", name)
    page.element("dd", value)
    page.close("div")
  }

  private func sayCut(
    _ shown: Int, of all: Int, _ what: String, to page: inout HTMLWriter
  ) {
    guard shown < all else { return }
    page.element("p", ["class": "note"], "\(shown) of \(all) \(what).")
  }

  private func table(_ columns: [String], _ rows: [[String]], to page: inout HTMLWriter) {
    page.markup("<div class=\"wide\">\n<table>\n<thead><tr>")
    for column in columns { page.element("th", column) }
    page.markup("</tr></thead>\n<tbody>\n")
    for row in rows {
      page.markup("<tr>")
      for cell in row { page.element("td", cell) }
      page.markup("</tr>\n")
    }
    page.markup("</tbody>\n</table>\n</div>\n")
  }

  /// `2027-01` after `2026-12`; nil if it is no month.
  private static func month(after text: String) -> String? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 2 else { return nil }
    let months = parts[0] * 12 + parts[1]
    let (year, month) = (String(months / 12), String(months % 12 + 1))
    return String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year
      + (month.utf8.count < 2 ? "-0" : "-") + month
  }

  private func text(_ points: Points) -> String { points.text(scale: scale) }

  private func number(_ points: Points) -> Double {
    (0..<scale).reduce(Double(points.minorUnits)) { value, _ in value / 10 }
  }

  private func share(_ ratio: ExactRatio) -> Double {
    Double(ratio.numerator) / Double(ratio.denominator)
  }

  /// A share in percent with one decimal.
  private func percent(_ ratio: ExactRatio) -> String { ratio.percentText(decimals: 1) }
}
